import { evaluate } from './codes.ts'
import type { PackageStatement, RemovedPart } from './dissemination.ts'
import type { AccountFact, Facts, SelectorFact } from './facts.ts'

type Draft = Omit<PackageStatement, 'n' | 'evaluation'>

/** The sentences a package says of one subject, each with what it rests on; nothing without a reason is said. */
export function statementsAbout(subject: string, facts: Facts): readonly Draft[] {
  const own = <T extends { readonly subject: string }>(rows: readonly T[]): readonly T[] =>
    rows.filter((r) => r.subject === subject)
  return [
    ...own(facts.accounts).map(account),
    ...own(facts.terms).map(
      (t): Draft => ({
        about: 'identity',
        text: sentence(`${t.detail} (${t.weight >= 0 ? 'for' : 'against'} one person, weight ${signed(t.weight)})`),
        because: [...t.because, t.link],
      }),
    ),
    ...signals(own(facts.signals)),
    ...own(facts.selectors).map(selector),
    ...own(facts.factors).map((f): Draft => ({ about: 'risk', text: sentence(f.detail), because: f.because })),
  ].filter((d) => d.because.length > 0)
}

/** Numbers the statements of a package and evaluates each. */
export function numbered(drafts: readonly Draft[], from: number): readonly PackageStatement[] {
  return drafts.map((d, i) => ({
    n: from + i,
    ...d,
    evaluation: evaluate(d.because.filter((id) => !id.startsWith('link:'))),
  }))
}

/** What sanitisation leaves out of every subject's part. */
export function removedFrom(subject: string, facts: Facts): readonly Omit<RemovedPart, 'n'>[] {
  const messages = facts.accounts.filter((a) => a.subject === subject).reduce((sum, a) => sum + a.messages, 0)
  const shared = facts.selectors.filter((s) => s.subject === subject && s.others > 0).length
  const parts: Omit<RemovedPart, 'n'>[] = [
    { subject, what: 'password hashes of the accounts', why: 'Secrets found in evidence are never exported.' },
  ]
  if (messages > 0)
    parts.push({
      subject,
      what: `the text and the recipients of ${messages} private messages`,
      why: 'They concern third parties; ask for them by package and statement number.',
    })
  if (shared > 0)
    parts.push({
      subject,
      what: `the other accounts seen with ${shared} shared selectors`,
      why: 'Sharing a selector does not make a third party a subject here.',
    })
  return parts
}

function account(a: AccountFact): Draft {
  const parts = [
    `Account “${a.name}” (number ${a.member}) on ${a.key}`,
    a.joined_at ? `registered ${a.joined_at}` : 'registered at a time the evidence does not say',
    a.last_seen_at ? `last seen ${a.last_seen_at}` : null,
    a.staff ? `is ${a.staff} there` : null,
    `${a.posts} posts and ${a.messages} private messages written`,
  ]
  return {
    about: 'account',
    text: sentence(parts.filter(Boolean).join(', ')),
    because: [`persona:${a.site}:${a.member}`],
  }
}

const relations: Readonly<Record<string, string>> = {
  'registered-with': 'Registered with',
  'registered-from': 'Registered from',
  'connected-from': 'Connected from',
  'failed-from': 'Tried to log in without success from',
  'wrote-from': 'Wrote from',
  'written-to': 'Was written to at',
  wrote: 'Wrote down',
  'was-told': 'Was told',
  stated: 'States in the profile',
  uploaded: 'Uploaded',
  banned: 'Was banned by',
}

function selector(s: SelectorFact): Draft {
  const times = s.sightings === 1 ? 'once' : `${s.sightings} times`
  const when =
    s.first_at === null ? '' : s.first_at === s.last_at ? `, at ${s.first_at}` : `, from ${s.first_at} to ${s.last_at}`
  const where = [s.network, s.country].filter(Boolean).join(', ')
  const notes = [
    where ? `[${where}]` : null,
    s.shared ? `(may stand for many people: ${s.shared})` : null,
    s.others > 0 ? `(${s.others} other ${s.others === 1 ? 'account is' : 'accounts are'} seen with it)` : null,
  ].filter(Boolean)
  const what = [relations[s.relation] ?? s.relation, s.kind, s.value, ...notes].join(' ')
  return { about: 'selector', text: sentence(`${what}, ${times}${when}`), because: s.because }
}

/** A signal that speaks for several countries alike is one sentence, not one for each. */
function signals(found: Facts['signals']): readonly Draft[] {
  const said = new Map<
    string,
    { readonly detail: string; readonly as_of: string; readonly countries: string[]; readonly because: string[] }
  >()
  for (const s of found) {
    const key = `${s.detail} ${s.as_of}`
    const one = said.get(key) ?? { detail: s.detail, as_of: s.as_of, countries: [], because: [] }
    one.countries.push(s.country)
    one.because.push(...s.because.filter((id) => !one.because.includes(id)))
    said.set(key, one)
  }
  return [...said.values()].map((s) => ({
    about: 'place',
    text: sentence(`${s.detail} (${s.countries.join(', ')}; as of ${s.as_of})`),
    because: s.because,
  }))
}

function sentence(text: string): string {
  const closed = /[.!?]$/.test(text) ? text : `${text}.`
  return closed.replace(/^\p{Ll}/u, (c) => c.toUpperCase())
}

function signed(weight: number): string {
  return `${weight >= 0 ? '+' : '−'}${Math.abs(weight).toFixed(1)}`
}
