/** The planted population: who there is, which accounts they hold on the two boards, and what gives them away. */
import type { Account, Draft, Innocent, Pair, PasswordScheme, Person, Site } from './account.ts'
import { rareHandle } from './contacts.ts'
import { countries } from './countries.ts'
import { plantCues } from './cues.ts'
import { claim, firstName, mailAddress, type Taken, username } from './handles.ts'
import { plantInnocents } from './innocents.ts'
import { properCount, properName } from './prose.ts'
import { pick, purpose, type Rng, stream, zipf } from './random.ts'
import { type Dimensions, seizedAt } from './sizes.ts'
import { languageNumber, languages } from './words/index.ts'

export interface Population {
  readonly persons: readonly Person[]
  /** Accounts of each board, in order of joining; index 0 is the founder. */
  readonly members: { readonly [S in Site]: readonly Account[] }
  readonly pairs: readonly Pair[]
  readonly innocents: readonly Innocent[]
}

const totalWeight = countries.reduce((n, c) => n + c.weight, 0)

function drawCountry(rng: Rng): number {
  let left = rng.unit() * totalWeight
  const found = countries.findIndex((c) => {
    left -= c.weight
    return left < 0
  })
  return found < 0 ? 0 : found
}

/** Everything the making of one population passes around. */
interface Making {
  readonly seed: number
  readonly dims: Dimensions
  readonly persons: Person[]
  readonly names: { readonly [S in Site]: Taken }
  readonly mails: Taken
  readonly homes: number[]
  devices: number
  /** The most one account may write, against 1 for most. */
  readonly heaviest: number
}

function newPerson(m: Making, rng: Rng): Person {
  const country = drawCountry(rng)
  const spoken = countries[country]!.languages
  const person: Person = {
    id: m.persons.length + 1,
    country,
    language: languageNumber(spoken[zipf(rng, spoken.length)]!),
    first: firstName(rng),
    last: properName(rng.below(properCount)),
  }
  m.persons.push(person)
  return person
}

function scheme(rng: Rng, age: number): PasswordScheme {
  if (age < 0.04) return 'md5'
  if (age < 0.3 && rng.chance(0.6)) return 'phpass'
  return rng.chance(0.75) ? 'bcrypt' : 'argon2id'
}

/** The first day of each board. */
export function openedOn(dims: Dimensions, site: Site): number {
  return site === 1 ? dims.opened : Math.floor(dims.opened + (seizedAt - dims.opened) * 0.3)
}

function newAccount(m: Making, rng: Rng, person: Person, site: Site): Draft {
  const opened = openedOn(m.dims, site)
  const u = rng.unit()
  const age = u * (1.25 - 0.25 * u)
  const joined = Math.floor(opened + 86_400 + (seizedAt - opened - 6 * 86_400) * age)
  const name = username(rng, m.names[site], person.first)
  m.names[site === 1 ? 2 : 1].add(name.toLowerCase())
  const home = m.homes[person.country]!
  m.homes[person.country] = home + 1
  const { cities } = countries[person.country]!
  const place = rng.unit()
  return {
    site,
    person: person.id,
    userId: 0,
    username: name,
    email: mailAddress(rng, m.mails, person.first, person.last, name),
    joined,
    weight: rng.chance(0.35) ? 0 : Math.min(m.heaviest, 1 / (1 - rng.unit())),
    leaves: rng.chance(0.4) ? seizedAt : Math.floor(joined + (seizedAt - joined) * rng.unit() + 86_400),
    net: {
      country: person.country,
      home,
      mobile: rng.chance(0.5) ? 0 : rng.unit() * 0.7,
      exit: rng.chance(0.05) ? 0.3 + rng.unit() * 0.7 : 0,
      device: m.devices++,
    },
    language: person.language,
    owl: rng.below(6) - 3,
    role: 'member',
    circle: false,
    contactKey: m.devices,
    password: { scheme: scheme(rng, age), key: m.devices },
    skype: rng.chance(0.12) ? `live.${rareHandle(rng).slice(0, 24)}` : '',
    jabber: rng.chance(0.08) ? `${rareHandle(rng)}@jabber.example` : '',
    icq: rng.chance(0.05) ? String(100_000_000 + rng.below(600_000_000)) : '',
    website: rng.chance(0.06) ? `http://www.${rareHandle(rng)}.example/` : '',
    location: place < 0.55 ? pick(rng, cities) : place < 0.65 ? `${properName(zipf(rng, properCount))}` : '',
  }
}

/** Numbers the accounts by date of joining: the founder first, then from `firstId` on. */
function number(accounts: Draft[], founderId: number, firstId: number): readonly Account[] {
  const [founder, ...rest] = accounts as [Draft, ...Draft[]]
  rest.sort((x, y) => x.joined - y.joined || x.net.device - y.net.device)
  founder.userId = founderId
  rest.forEach((account, i) => {
    account.userId = firstId + i
  })
  return [founder, ...rest]
}

function found(founder: Draft, opened: number): void {
  Object.assign(founder, { role: 'founder', joined: opened, leaves: seizedAt, weight: 10 })
}

/** Appoints moderators and the inner circle among those who write most. */
function appoint(accounts: readonly Draft[], rng: Rng): void {
  const eager = accounts
    .filter((a) => a.role === 'member' && a.weight > 1)
    .sort((x, y) => y.weight - x.weight || x.joined - y.joined)
  const moderators = Math.max(3, Math.floor(accounts.length / 800))
  for (const account of eager.slice(0, moderators)) {
    Object.assign(account, { role: 'moderator', leaves: seizedAt, circle: rng.chance(0.5) })
  }
  const wanted = Math.max(5, Math.floor(accounts.length / 60))
  for (let i = 0; i < wanted; i++) {
    const member = eager[moderators + rng.below(Math.max(1, eager.length - moderators))]
    if (member !== undefined)
      Object.assign(member, { circle: true, leaves: seizedAt, weight: Math.max(member.weight, 6) })
  }
}

/** Makes the whole population of both boards from the seed. */
export function makePopulation(seed: number, dims: Dimensions): Population {
  const rng = stream(seed, purpose('people'))
  const m: Making = {
    seed,
    dims,
    persons: [],
    names: { 1: new Set(['anonymous', 'guest']), 2: new Set(['anonymous', 'guest']) },
    mails: new Set(),
    homes: countries.map(() => 1),
    devices: 1,
    heaviest: Math.min(400, 15 + dims.members / 20),
  }
  const first: Draft[] = []
  const second: Draft[] = []
  const couples: { readonly a: Draft; readonly b: Draft; readonly cues: Pair['cues'] }[] = []
  function further(a: Draft, person: Person, site: Site): Draft {
    const b = newAccount(m, rng, person, site)
    couples.push({ a, b, cues: plantCues(rng, a, b, m.names[site], { end: seizedAt - 5 * 86_400 }) })
    return b
  }
  while (first.length < dims.members) {
    const person = newPerson(m, rng)
    const account = newAccount(m, rng, person, 1)
    if (first.length === 0) {
      account.username = claim(rng, m.names[1], 'Stationmaster')
      account.email = 'stationmaster@lanternjunction.example'
      found(account, dims.opened)
    }
    first.push(account)
    const u = rng.unit()
    const more = first.length === 1 || u > 0.042 ? 0 : u < 0.002 ? 3 : u < 0.01 ? 2 : 1
    for (let i = 0; i < more && first.length < dims.members; i++) first.push(further(account, person, 1))
  }
  const known = Math.round(dims.secondMembers * 0.3) + 1
  second.push(newAccount(m, rng, newPerson(m, rng), 2))
  const visited = new Set<number>()
  while (second.length < dims.secondMembers) {
    if (second.length < known) {
      const account = first[rng.below(first.length)]!
      if (visited.has(account.person)) continue
      visited.add(account.person)
      second.push(further(account, m.persons[account.person - 1]!, 2))
    } else second.push(newAccount(m, rng, newPerson(m, rng), 2))
  }
  found(second[0]!, openedOn(dims, 2))
  appoint(first, rng)
  appoint(second, rng)
  const keepers = new Set(first.filter((a) => a.circle).map((a) => a.person))
  for (const account of second) account.circle = keepers.has(account.person)
  const paired = new Set<Draft>(couples.flatMap(({ a, b }) => [a, b]))
  const innocents = plantInnocents(rng, first, second, paired)
  const members = { 1: number(first, 2, firstMember), 2: number(second, 2, 3) }
  return {
    persons: m.persons,
    members,
    pairs: couples.map(({ a, b, cues }) => ({ person: a.person, a, b, cues })),
    innocents,
  }
}

/** The first number phpBB gives a member: the installer takes 1 for guests, 2 for the founder, 3 to 57 for robots. */
export const firstMember = 58

/** The language a member writes in. */
export function languageOf(account: Account): (typeof languages)[number] {
  return languages[account.language]!
}
