import type { Pair } from '../../src/identity/identity.ts'
import { address, clash, held, pair, persona } from './support.ts'

const stated = { relation: 'stated' }
const two = (make: () => ReturnType<typeof persona>) => pair({ a: make(), b: make() })
const shared = (kind: string, value: string, given = {}) => two(() => persona({ held: [held(kind, value, given)] }))

/** Pairs that between them make every comparison speak, and some that make none speak. */
export const examples: readonly Pair[] = [
  pair(),
  two(() => persona({ aliases: [{ owner: '1 7', because: 'relation:1:8:7:alias' }] })),
  shared('email', 'steam@rails.example'),
  shared('email', 'placeholder@rails.example', { specificity: 0 }),
  pair({
    a: persona({ held: [held('email', 'steam@rails.example')] }),
    b: persona({ held: [held('email', 'steam+swap@rails.example')] }),
  }),
  pair({
    a: persona({ held: [held('email', 'st.eam@rails.example')] }),
    b: persona({ held: [held('email', 'steam@rails.example')] }),
  }),
  shared('handle', 'skype:zwyxelquorn', stated),
  shared('phone', '+4930231250', stated),
  shared('wallet', 'btc:1BoatSLRHtKNngkdXEeobR76b53LETtpyT', stated),
  shared('pgp-key', 'A'.repeat(40), stated),
  shared('onion', `${'a'.repeat(56)}.onion`, { ...stated, specificity: 0.4 }),
  shared('url', 'http://www.lampworks.example/', { ...stated, specificity: 0.4 }),
  two(() => persona({ secrets: [{ fingerprint: 'f', comparable: true, because: 'secret:1:1:1' }] })),
  two(() => persona({ passphrases: [{ secret: 1, strength: 'fair', because: 'secret:1:1:1' }] })),
  two(() => persona({ secrets: [{ fingerprint: 'g', comparable: false, because: 'secret:1:1:1' }] })),
  pair({ a: persona({ name: 'Zwyxelquorn' }), b: persona({ site: 2, name: 'zwyxelquorn' }) }),
  pair({ a: persona({ name: 'Zwyxelquorn' }), b: persona({ name: 'the_zwyx3lquorn' }) }),
  pair({ a: persona({ name: 'Lanternmoss' }), b: persona({ name: 'Lanternmossy' }) }),
  pair({ a: persona({ name: '…' }), b: persona({ name: '' }) }),
  two(() => persona({ signature: 'Keep the lamps lit along the line' })),
  two(() => persona({ birthday: '23-04-1971' })),
  two(() => persona({ birthday: ' 0- 0-   0' })),
  pair({ a: persona({ birthday: '23-04-1971' }), b: persona({ birthday: '1972-04-23' }) }),
  two(() => persona({ location: 'Little Wick' })),
  pair({ addresses: [address(), address({ ip: '2001:db8::7', gapSeconds: 30 })] }),
  pair({ addresses: [address({ gapSeconds: null })] }),
  pair({ addresses: [address({ shared: 'private' })] }),
  pair({ clashes: [clash(86_400), clash(186_400)] }),
  pair({ a: persona({ writes: 'nl' }), b: persona({ writes: 'pl' }) }),
  pair({ contact: { ab: 2, ba: 1, because: ['message:1:7', 'message:1:9'] } }),
  pair({ contact: { ab: 4, ba: 0, because: ['message:1:7'] } }),
]
