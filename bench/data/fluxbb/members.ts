/** Members and bans of the FluxBB board. */
import type { Account } from '../account.ts'
import { countries } from '../countries.ts'
import { languageOf } from '../people.ts'
import { passwordHash, registeredFrom } from '../phpbb/members.ts'
import { fill } from '../prose.ts'
import { hashBelow, hex, pick, purpose, stream } from '../random.ts'
import { seizedAt } from '../sizes.ts'
import type { Value } from '../sql/dump.ts'
import type { Story } from '../story.ts'

type Row = readonly Value[]

const keys = { user: purpose('flux-user'), ban: purpose('flux-ban') }

/** The name as typed: this software escapes when it shows, not when it stores. */
export const nameOf = (a: Account) => a.username.replaceAll('&amp;', '&')
const nothing = (text: string) => (text === '' ? null : text)
const groupOf = (a: Account) => (a.role === 'founder' ? 1 : a.role === 'moderator' ? 2 : 4)

/** Imported accounts keep an unsalted MD5, those of later years an unsalted SHA-1, the rest bcrypt. */
function password(story: Story, a: Account): string {
  if (a.password.scheme === 'phpass') return hex(stream(story.seed, keys.user + 1, a.password.key), 40)
  const kept = a.password.scheme === 'md5' ? a : { ...a, password: { ...a.password, scheme: 'bcrypt' as const } }
  return passwordHash(story.seed, kept)
}

/** Rows of the user table: the guest, the founder, and everybody else in order of joining. */
export function* users(story: Story): Generator<Row> {
  const plan = story.posts[2]
  const none = Array.from({ length: 10 }, () => null)
  yield [
    1,
    3,
    'Guest',
    'Guest',
    'Guest',
    ...none,
    null,
    1,
    0,
    0,
    1,
    1,
    1,
    1,
    1,
    0,
    0,
    0,
    0,
    'English',
    'Air',
    0,
    null,
    null,
    null,
    null,
    0,
    '0.0.0.0',
    0,
    null,
    null,
    null,
  ]
  for (const [i, a] of plan.accounts.entries()) {
    const rng = stream(story.seed, keys.user, a.userId)
    const language = languageOf(a)
    const last = plan.lastBy[i]! < 0 ? null : plan.times[plan.lastBy[i]!]!
    const person = story.population.persons[a.person - 1]!
    const country = countries[a.net.country]!
    yield [
      a.userId,
      groupOf(a),
      nameOf(a),
      password(story, a),
      a.email,
      null,
      rng.chance(0.1) ? `${person.first} ${person.last}` : null,
      nothing(a.website),
      nothing(a.jabber),
      nothing(a.icq),
      nothing(a.skype),
      null,
      nothing(a.location),
      rng.chance(0.15) ? fill(rng, pick(rng, language.signatures), language, 'garden') : null,
      null,
      null,
      1,
      0,
      0,
      1,
      1,
      1,
      1,
      1,
      rng.chance(0.8) ? country.offset : 0,
      country.summer === 1 ? 1 : 0,
      0,
      0,
      rng.chance(0.7) ? language.english : 'English',
      'Air',
      plan.written[i]!,
      last,
      null,
      null,
      null,
      a.joined,
      registeredFrom(a),
      Math.min(seizedAt - 60, (last ?? a.joined) + rng.below(900_000)),
      null,
      null,
      null,
    ]
  }
}

/** Rows of the ban table, by name, address and mail. */
export function* bans(story: Story): Generator<Row> {
  let id = 0
  for (const a of story.posts[2].accounts) {
    if (a.role !== 'member' || a.circle || hashBelow(story.seed, keys.ban, a.userId, 25) > 0) continue
    yield [++id, nameOf(a), registeredFrom(a), a.email, 'Advertising in the garden', null, 2]
  }
}
