/**
 * Quality and speed of the identity room on a generated seizure: pairs of accounts found against the generator's truth.
 * Command: `node dist/bench/identity/resolve.bench.js --case DIR --truth truth.json`, after `holdfast run` over that seizure.
 */
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import type { ClientBase } from 'pg'
import { openCase } from '../../src/case.ts'
import { linkScheme } from '../../src/identity/scheme.ts'
import { keep, machine } from '../machine.ts'

/** Names an account as the truth does: board and number of the user. */
interface Ref {
  readonly site: 1 | 2
  readonly user_id: number
}

/** The parts of truth.json that are read here. */
interface Truth {
  readonly size: string
  readonly pairs: readonly { readonly a: Ref; readonly b: Ref; readonly cues: readonly string[] }[]
  readonly innocents: readonly { readonly kind: string; readonly accounts: readonly Ref[] }[]
  readonly persons: readonly { readonly person: number; readonly accounts: readonly Ref[] }[]
}

/** Pairs found, and missed, by what was planted to find them by. */
export interface Quality {
  readonly bench: 'identity/resolve'
  readonly scheme: string
  readonly size: string
  readonly accounts: number
  readonly truePairs: number
  readonly found: number
  readonly falsePairs: number
  readonly precision: number
  readonly recall: number
  readonly f1: number
  /** Of the pairs planted with something to find them by. */
  readonly recallOfFindable: number
  /** Groups of different people who share something, and how many of them were taken for one person. */
  readonly innocents: Readonly<Record<string, { readonly groups: number; readonly merged: number }>>
  readonly byCue: Readonly<
    Record<string, { readonly pairs: number; readonly joined: number; readonly possible: number }>
  >
  readonly seconds: Readonly<Record<string, number>>
}

/** Compares the subjects of a case with the truth about it. */
export async function measure(db: ClientBase, truth: Truth): Promise<Quality> {
  const { rows: sites } = await db.query<{ site: number; engine: string }>(
    'SELECT site, engine FROM forum.site ORDER BY site',
  )
  const id = (ref: Ref): string => {
    const found = sites.find((s) => s.engine.startsWith('phpbb') === (ref.site === 1))
    return `${found?.site}:${ref.user_id}`
  }
  const subjectOf = new Map<string, string>()
  const { rows } = await db.query<{ id: string; subject: string }>(
    `SELECT site || ':' || member AS id, subject FROM identity.subject_persona`,
  )
  for (const row of rows) subjectOf.set(row.id, row.subject)
  const personOf = new Map(truth.persons.flatMap((p) => p.accounts.map((a) => [id(a), p.person] as const)))
  const members = new Map<string, string[]>()
  for (const [account, subject] of subjectOf) members.set(subject, [...(members.get(subject) ?? []), account])
  let [found, falsePairs] = [0, 0]
  for (const [x, y] of [...members.values()].flatMap(pairsOf)) {
    if (personOf.get(x) !== undefined && personOf.get(x) === personOf.get(y)) found++
    else falsePairs++
  }
  const truePairs = truth.persons.reduce((sum, p) => sum + (p.accounts.length * (p.accounts.length - 1)) / 2, 0)
  const one = (x: Ref, y: Ref): boolean => subjectOf.get(id(x)) === subjectOf.get(id(y))
  const findable = truth.pairs.filter((p) => p.cues.length > 0)
  const [precision, recall] = [found / Math.max(1, found + falsePairs), found / Math.max(1, truePairs)]
  return {
    bench: 'identity/resolve',
    scheme: linkScheme,
    size: truth.size,
    accounts: subjectOf.size,
    truePairs,
    found,
    falsePairs,
    precision: rounded(precision),
    recall: rounded(recall),
    f1: rounded((2 * precision * recall) / Math.max(1e-9, precision + recall)),
    recallOfFindable: rounded(findable.filter((p) => one(p.a, p.b)).length / Math.max(1, findable.length)),
    innocents: countInnocents(truth, one),
    byCue: await countCues(db, truth, id, one),
    seconds: await stageSeconds(db),
  }
}

function countInnocents(truth: Truth, one: (x: Ref, y: Ref) => boolean): Quality['innocents'] {
  const counts: Record<string, { groups: number; merged: number }> = {}
  for (const { kind, accounts } of truth.innocents) {
    const count = counts[kind] ?? { groups: 0, merged: 0 }
    counts[kind] = count
    count.groups++
    if (pairsOf([...accounts]).some(([x, y]) => one(x, y))) count.merged++
  }
  return counts
}

/** A pair with several cues counts under each of them. */
async function countCues(db: ClientBase, truth: Truth, id: (ref: Ref) => string, one: (x: Ref, y: Ref) => boolean) {
  const { rows } = await db.query<{ a: string; b: string }>(
    `SELECT site_a || ':' || member_a AS a, site_b || ':' || member_b AS b FROM identity.link WHERE state = 'possible'`,
  )
  const possible = new Set(rows.flatMap(({ a, b }) => [`${a} ${b}`, `${b} ${a}`]))
  const counts: Record<string, { pairs: number; joined: number; possible: number }> = {}
  for (const { a, b, cues } of truth.pairs) {
    for (const cue of cues.length === 0 ? ['nothing'] : cues) {
      const count = counts[cue] ?? { pairs: 0, joined: 0, possible: 0 }
      counts[cue] = count
      count.pairs++
      if (one(a, b)) count.joined++
      else if (possible.has(`${id(a)} ${id(b)}`)) count.possible++
    }
  }
  return counts
}

async function stageSeconds(db: ClientBase): Promise<Readonly<Record<string, number>>> {
  const { rows } = await db.query<{ stage: string; seconds: number }>(
    `SELECT stage, seconds FROM evidence.stage_run WHERE stage LIKE 'identity.%' ORDER BY stage`,
  )
  return Object.fromEntries(rows.map((r) => [r.stage, rounded(r.seconds)]))
}

function pairsOf<T>(list: readonly T[]): (readonly [T, T])[] {
  return list.flatMap((x, i) => list.slice(i + 1).map((y) => [x, y] as const))
}

function rounded(n: number): number {
  return Math.round(n * 1e4) / 1e4
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: {
      case: { type: 'string' },
      truth: { type: 'string' },
      date: { type: 'string', default: new Date().toISOString().slice(0, 10) },
    },
  })
  if (!values.case || !values.truth) throw new Error('Give --case DIR and --truth FILE.')
  const open = await openCase(values.case)
  try {
    const quality = await measure(open.db, JSON.parse(readFileSync(values.truth, 'utf8')) as Truth)
    console.log(JSON.stringify(quality, null, 2))
    console.log(keep(`identity-${quality.size}`, values.date, { machine: machine(), ...quality }))
  } finally {
    await open.close()
  }
}
