/** Plants the reasons by which a person's further account can be found, from plain to none at all. */
import type { Account, Cue, Draft } from './account.ts'
import { rareHandle } from './contacts.ts'
import { claim, mailVariant, type Taken, variant } from './handles.ts'
import { pick, type Rng } from './random.ts'

const onOneBoard: readonly Cue[] = [
  'same-email',
  'email-variant',
  'same-handle',
  'username-variant',
  'same-ip',
  'same-ip',
  'same-password-hash',
  'same-contact',
  'same-contact',
  'same-website',
]
const acrossBoards: readonly Cue[] = [...onOneBoard, 'same-username', 'same-email', 'same-username']

function draw(rng: Rng, cues: readonly Cue[]): readonly Cue[] {
  const u = rng.unit()
  const wanted = u < 0.2 ? 0 : u < 0.52 ? 1 : u < 0.8 ? 2 : 3
  const out = new Set<Cue>()
  while (out.size < wanted) out.add(pick(rng, cues))
  if (out.has('same-email')) out.delete('email-variant')
  if (out.has('same-username')) out.delete('username-variant')
  return [...out].sort()
}

/** A further account that is found by nothing keeps to an exit, so that no address gives it away. */
function hide(b: Draft): void {
  b.net = { ...b.net, exit: 1, mobile: 0 }
}

/** Draws the cues of a pair, changes both accounts accordingly, and says which cues took. */
export function plantCues(
  rng: Rng,
  a: Draft,
  b: Draft,
  taken: Taken,
  moments: { readonly end: number },
): readonly Cue[] {
  const planted: Cue[] = []
  for (const cue of draw(rng, a.site === b.site ? onOneBoard : acrossBoards)) {
    if (plant(rng, cue, a, b, taken, moments.end)) planted.push(cue)
  }
  if (planted.length === 0) hide(b)
  else if (a.weight === 0 || b.weight === 0) {
    a.weight = Math.max(a.weight, 1)
    b.weight = Math.max(b.weight, 1)
  }
  return planted
}

function plant(rng: Rng, cue: Cue, a: Draft, b: Draft, taken: Taken, end: number): boolean {
  switch (cue) {
    case 'same-email':
      b.email = a.email
      return true
    case 'email-variant':
      b.email = mailVariant(rng, a.email)
      return true
    case 'same-handle': {
      if (a.site === b.site && rng.chance(0.5))
        b.skype = a.skype = a.skype === '' ? `live.${rareHandle(rng).slice(0, 24)}` : a.skype
      else b.jabber = a.jabber = a.jabber === '' ? `${rareHandle(rng)}@jabber.example` : a.jabber
      return true
    }
    case 'username-variant': {
      const name = variant(rng, a.username)
      if (name === null || name.length > 22) return false
      b.username = claim(rng, taken, name)
      return true
    }
    case 'same-username':
      b.username = a.username
      return true
    case 'same-ip': {
      b.net = { ...a.net }
      const apart = 180 + rng.below(2_200)
      b.joined = a.joined + apart < end ? a.joined + apart : a.joined - apart
      return true
    }
    case 'same-password-hash':
      a.password = { scheme: 'md5', key: a.password.key }
      b.password = a.password
      return true
    case 'same-contact':
      b.contactKey = a.contactKey
      a.weight = Math.max(a.weight, 2)
      b.weight = Math.max(b.weight, 2)
      a.leaves = b.leaves = end
      return true
    case 'same-website':
      b.website = a.website = a.website === '' ? `http://www.${rareHandle(rng)}.example/` : a.website
      return true
  }
}

/** Which of two accounts of one person came first. */
export function elder(a: Account, b: Account): Account {
  return a.joined <= b.joined ? a : b
}
