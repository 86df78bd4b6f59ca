/** The tables about members of the phpBB board. */
import type { Account } from '../account.ts'
import { homeAddress, visitAddress } from '../addresses.ts'
import { countries } from '../countries.ts'
import { toS9e } from '../markup.ts'
import { firstMember, languageOf } from '../people.ts'
import { fill } from '../prose.ts'
import { hash, hashBelow, hex, letters, pick, pickZipf, purpose, stream } from '../random.ts'
import { seizedAt } from '../sizes.ts'
import type { Value } from '../sql/dump.ts'
import type { Story } from '../story.ts'
import { circleGroup, robots } from './installer.ts'

const keys = { user: purpose('user-row'), salt: purpose('password'), tail: purpose('user-tail') }
export const base36 = '0123456789abcdefghijklmnopqrstuvwxyz'
const itoa64 = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The name as phpBB compares it. */
export const cleanName = (name: string) => name.toLowerCase()

/** Where the account was registered from: the household, unless the person always hides. */
export function registeredFrom(account: Account): string {
  if (account.net.exit < 1) return homeAddress(account.net, account.joined)
  return visitAddress(account.net, account.joined, stream(account.net.device, keys.user, account.site))
}

/** The stored password: unsalted for imported accounts, so that equal passwords give equal hashes; salted otherwise. */
export function passwordHash(seed: number, account: Account): string {
  const { scheme, key } = account.password
  if (scheme === 'md5') return hex(stream(seed, keys.salt, key), 32)
  const rng = stream(seed, keys.salt + account.site, account.userId)
  if (scheme === 'phpass') return `$H$9${letters(rng, 30, itoa64)}`
  if (scheme === 'bcrypt') return `$2y$10$${letters(rng, 53, itoa64)}`
  return `$argon2id$v=19$m=65536,t=4,p=2$${letters(rng, 22, base64)}$${letters(rng, 43, base64)}`
}

/** When the account was last seen, from its last post and a little after. */
export function lastSeen(story: Story, index: number): number {
  const plan = story.posts[1]
  const account = plan.accounts[index]!
  const last = plan.lastBy[index]! < 0 ? account.joined : plan.times[plan.lastBy[index]!]!
  return Math.min(seizedAt - 60, last + hashBelow(story.seed, keys.tail, account.userId, 20 * 86_400))
}

/** Moderator and founder colours and groups. */
export function colour(account: Account): string {
  return account.role === 'founder' ? 'AA0000' : account.role === 'moderator' ? '00AA00' : ''
}

const guestRow = (
  id: number,
  type: number,
  group: number,
  name: string,
  at: number,
  colourOf: string,
  salt: string,
  zone: string,
): Value[] => [
  id,
  type,
  group,
  '',
  0,
  '',
  at,
  name,
  cleanName(name),
  '',
  id === 1 ? 0 : at,
  '',
  '',
  0,
  id === 1 ? 0 : at,
  0,
  '',
  '',
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  'en',
  zone,
  id === 1 ? 'd M Y H:i' : 'D M d, Y g:i a',
  1,
  0,
  colourOf,
  0,
  0,
  0,
  0,
  -3,
  0,
  0,
  't',
  'd',
  0,
  't',
  'a',
  0,
  1,
  0,
  id === 1 ? 1 : 0,
  1,
  1,
  id === 1 ? 1 : 0,
  230271,
  '',
  '',
  0,
  0,
  '',
  '',
  '',
  '',
  '',
  '',
  0,
  '',
  salt,
  id === 1 ? 1 : 0,
  0,
  0,
]

/** Rows of `phpbb_users`: the guest, the founder, the robots, and everybody else in order of joining. */
export function* users(story: Story, warned: ReadonlyMap<number, number>): Generator<readonly Value[]> {
  const { seed, posts } = story
  const plan = posts[1]
  const salt = (id: number) => letters(stream(seed, keys.salt, -id), 16, base36)
  const opened = story.dims.opened
  yield guestRow(1, 2, 1, 'Anonymous', opened, '', salt(1), '')
  yield userRow(story, 0, warned)
  for (let i = 0; i < robots.length; i++)
    yield guestRow(3 + i, 2, 6, robots[i]![0], opened + 1, '9E8DA7', salt(3 + i), 'UTC')
  for (let i = 1; i < plan.accounts.length; i++) yield userRow(story, i, warned)
}

function userRow(story: Story, index: number, warned: ReadonlyMap<number, number>): readonly Value[] {
  const { seed, posts } = story
  const plan = posts[1]
  const a = plan.accounts[index]!
  const rng = stream(seed, keys.user, a.userId)
  const language = languageOf(a)
  const country = countries[a.net.country]!
  const seen = lastSeen(story, index)
  const inactive = a.weight === 0 && a.role === 'member' && rng.chance(0.03)
  const born = rng.chance(0.12)
    ? `${String(1 + rng.below(28)).padStart(2)}-${String(1 + rng.below(12)).padStart(2)}-${1940 + rng.below(62)}`
    : ''
  const zone = rng.chance(0.8) ? country.timezone : rng.chance(0.7) ? 'UTC' : pick(rng, countries).timezone
  const signature = rng.chance(0.15) ? fill(rng, pick(rng, language.signatures), language, 'rail') : ''
  const avatar = rng.chance(0.08) ? `${a.userId}_${a.joined + 600}.jpg` : ''
  const last = plan.lastBy[index]! < 0 ? 0 : plan.times[plan.lastBy[index]!]!
  const warnings = warned.get(a.userId) ?? 0
  return [
    a.userId,
    a.role === 'founder' ? 3 : inactive ? 1 : 0,
    a.role === 'founder' ? 5 : 2,
    '',
    0,
    registeredFrom(a),
    a.joined,
    a.username,
    cleanName(a.username),
    passwordHash(seed, a),
    rng.chance(0.2) ? a.joined + rng.below(90_000) : 0,
    a.email,
    born,
    seen,
    a.joined,
    last,
    last > 0 ? `viewtopic.php?t=${plan.topics[plan.lastBy[index]!]! + 1}` : 'index.php',
    '',
    0,
    warnings,
    warnings > 0 ? Math.min(seen, a.joined + 400_000) : 0,
    rng.chance(0.03) ? 1 : 0,
    inactive ? 1 : 0,
    inactive ? a.joined : 0,
    plan.written[index]!,
    rng.chance(0.75) ? language.code : 'en',
    zone,
    'D M d, Y g:i a',
    1,
    a.role === 'founder' ? 1 : 0,
    colour(a),
    0,
    0,
    0,
    0,
    -3,
    0,
    0,
    't',
    'd',
    0,
    't',
    'a',
    0,
    1,
    0,
    1,
    1,
    1,
    1,
    230271,
    avatar,
    avatar === '' ? '' : 'avatar.driver.upload',
    avatar === '' ? 0 : 90,
    avatar === '' ? 0 : 90,
    signature === '' ? '' : toS9e([signature]),
    letters(rng, 8, base36),
    '',
    a.jabber,
    inactive ? letters(rng, 16, base36) : '',
    '',
    0,
    '',
    letters(rng, 16, base36),
    0,
    0,
    0,
  ]
}

/** Rows of `phpbb_user_group`, in the order people came. */
export function* userGroups(story: Story): Generator<readonly Value[]> {
  yield [1, 1, 0, 0]
  yield [2, 2, 0, 0]
  yield [4, 2, 0, 0]
  yield [5, 2, 1, 0]
  for (let i = 0; i < robots.length; i++) yield [6, 3 + i, 0, 0]
  const members = story.posts[1].accounts
  for (const a of members) {
    if (a.role !== 'founder') yield [2, a.userId, 0, 0]
    if (a.role === 'moderator') yield [4, a.userId, 0, 0]
    if (a.circle) yield [circleGroup, a.userId, a.role === 'moderator' ? 1 : 0, 0]
  }
}

/** Rows of `phpbb_profile_fields_data`: those who filled anything in. */
export function* profileData(story: Story): Generator<readonly Value[]> {
  for (const a of story.posts[1].accounts) {
    const rng = stream(story.seed, keys.user + 1, a.userId)
    const language = languageOf(a)
    const interests = rng.chance(0.1) ? fill(rng, pickZipf(rng, language.interests), language, 'rail') : ''
    const job = rng.chance(0.08) ? pick(rng, language.occupations) : ''
    if (`${interests}${job}${a.icq}${a.location}${a.skype}${a.website}` === '') continue
    yield [a.userId, interests, job, '', a.icq, '', a.location, '', a.skype, a.website, '']
  }
}

/** Rows of `phpbb_user_notifications`, in the order of their unique key. */
export function* notificationChoices(story: Story): Generator<readonly Value[]> {
  for (const type of ['notification.type.post', 'notification.type.topic']) {
    for (const a of story.posts[1].accounts) yield [type, 0, a.userId, 'notification.method.email', 1]
  }
}

/** Rows of `phpbb_zebra`: friends and foes, in key order. */
export function* zebra(story: Story): Generator<readonly Value[]> {
  const { accounts } = story.posts[1]
  for (const a of accounts) {
    if (hashBelow(story.seed, keys.tail + 1, a.userId, 25) > 0) continue
    const other = accounts[hashBelow(story.seed, keys.tail + 2, a.userId, accounts.length)]!
    const friend = hash(story.seed, keys.tail + 3, a.userId) & 3
    if (other !== a) yield [a.userId, other.userId, friend > 0 ? 1 : 0, friend > 0 ? 0 : 1]
  }
}

/** Highest number of a member. */
export function lastMember(story: Story): number {
  return firstMember + story.dims.members - 2
}
