import type { Pair } from '../../src/identity/identity.ts'
import { address, clash, held, pair, persona } from './support.ts'

/** A pair that must weigh more than another; weights may move, the order may not. */
export interface Ranking {
  readonly because: string
  readonly better: Pair
  readonly worse: Pair
  /** How many accounts hold a value, where it is not two. */
  readonly holders?: Readonly<Record<string, number>>
}

const mail = (value: string, given = {}) => persona({ held: [held('email', value, given)] })
const phrase = (secret: number, strength: 'common' | 'weak' | 'fair' | 'strong') =>
  persona({ passphrases: [{ secret, strength, because: 'secret:1:1:1' }] })
const both = <T>(make: () => T) => ({ a: make(), b: make() })

export const rankings: readonly Ranking[] = [
  {
    because: 'what the software itself notes says more than a shared mailbox',
    better: pair(both(() => persona({ aliases: [{ owner: '1 7', because: 'relation:1:8:7:alias' }] }))),
    worse: pair(both(() => mail('steam@rails.example'))),
  },
  {
    because: 'a shared mailbox says more than a shared line',
    better: pair(both(() => mail('steam@rails.example'))),
    worse: pair({ addresses: [address()] }),
  },
  {
    because: 'an address two accounts used says more than one that thirty used',
    better: pair({ addresses: [address()] }),
    worse: pair({ addresses: [address({ users: 30 })] }),
  },
  {
    because: 'minutes apart says more than months apart',
    better: pair({ addresses: [address({ gapSeconds: 300 })] }),
    worse: pair({ addresses: [address({ gapSeconds: 8_000_000 })] }),
  },
  {
    because: 'several addresses say more than one',
    better: pair({ addresses: [address(), address({ ip: '203.0.113.8' })] }),
    worse: pair({ addresses: [address()] }),
  },
  {
    because: 'two networks say more than two addresses of one',
    better: pair({ addresses: [address(), address({ ip: '198.51.100.8', network: 'AS64501 NL' })] }),
    worse: pair({ addresses: [address(), address({ ip: '203.0.113.8' })] }),
  },
  {
    because: 'a home line says more than a hosting address',
    better: pair({ addresses: [address()] }),
    worse: pair({ addresses: [address({ shared: 'hosting' })] }),
  },
  {
    because: 'a device says more than a line',
    better: pair({ addresses: [address({ ip: '2001:db8::1:2' })] }),
    worse: pair({ addresses: [address()] }),
  },
  {
    because: 'a long rare name says more than a common one',
    better: pair({ a: persona({ name: 'zwyxelquorn' }), b: persona({ site: 2, name: 'Zwyxelquorn' }) }),
    worse: pair({ a: persona({ name: 'peter' }), b: persona({ site: 2, name: 'Peter' }) }),
  },
  {
    because: 'the same name says more than a variant of it',
    better: pair({ a: persona({ name: 'zwyxelquorn' }), b: persona({ site: 2, name: 'zwyxelquorn' }) }),
    worse: pair({ a: persona({ name: 'zwyxelquorn' }), b: persona({ name: 'zwyx3lqu0rn77' }) }),
  },
  {
    because: 'a variant that adds digits says more than two names with different digits',
    better: pair({ a: persona({ name: 'quillharbour' }), b: persona({ name: 'quillharbour81' }) }),
    worse: pair({ a: persona({ name: 'quillharbour64' }), b: persona({ name: 'quillharbour81' }) }),
  },
  {
    because: 'given as their own says more than written by both in posts',
    better: pair(both(() => mail('steam@rails.example'))),
    worse: pair(both(() => mail('steam@rails.example', { relation: 'wrote' }))),
  },
  {
    because: 'two who write to each other may quote a contact',
    better: pair(both(() => mail('steam@rails.example', { relation: 'wrote' }))),
    worse: pair({
      ...both(() => mail('steam@rails.example', { relation: 'wrote' })),
      contact: { ab: 1, ba: 1, because: ['message:1:1'] },
    }),
  },
  {
    because: 'a role address is shared by its office',
    better: pair(both(() => mail('steam@rails.example'))),
    worse: pair(both(() => mail('info@rails.example', { specificity: 0.2 }))),
  },
  {
    because: 'a password two have says more than one that twenty have',
    better: pair(
      both(() => persona({ secrets: [{ fingerprint: 'rare', comparable: true, because: 'secret:1:1:1' }] })),
    ),
    worse: pair(
      both(() => persona({ secrets: [{ fingerprint: 'common', comparable: true, because: 'secret:1:1:1' }] })),
    ),
    holders: { common: 20 },
  },
  {
    because: 'a strong passphrase found on both says more than a weak one',
    better: pair(both(() => phrase(1, 'strong'))),
    worse: pair(both(() => phrase(2, 'weak'))),
  },
  {
    because: 'a passphrase two have says more than one that twenty have',
    better: pair(both(() => phrase(1, 'fair'))),
    worse: pair(both(() => phrase(2, 'fair'))),
    holders: { 'secret 2': 20 },
  },
  {
    because: 'a weak passphrase found on both says more than what everybody chooses',
    better: pair(both(() => phrase(1, 'weak'))),
    worse: pair(both(() => phrase(2, 'common'))),
  },
  {
    because: 'being in two places at once counts against',
    better: pair(both(() => mail('steam@rails.example'))),
    worse: pair({ ...both(() => mail('steam@rails.example')), clashes: [clash(1000)] }),
  },
  {
    because: 'the more often, the more it counts against',
    better: pair({ clashes: [clash(1000)] }),
    worse: pair({ clashes: [clash(1000), clash(9000), clash(99_000)] }),
  },
  {
    because: 'two languages count against',
    better: pair({ ...both(() => mail('steam@rails.example')) }),
    worse: pair({
      a: persona({ writes: 'nl', held: [held('email', 'steam@rails.example')] }),
      b: persona({ writes: 'pl', held: [held('email', 'steam@rails.example')] }),
    }),
  },
  {
    because: 'one date of birth counts for, two count against',
    better: pair(both(() => persona({ birthday: '1971-04-23' }))),
    worse: pair({ a: persona({ birthday: '1971-04-23' }), b: persona({ birthday: '1980-04-23' }) }),
  },
  {
    because: 'the first of January is what people pick to hide theirs',
    better: pair(both(() => persona({ birthday: '23-04-1971' }))),
    worse: pair(both(() => persona({ birthday: '01-01-1971' }))),
  },
]
