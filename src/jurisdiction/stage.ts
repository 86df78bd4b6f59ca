import { buildIndexes, emptied, type Indexed, shedIndexes, worthShedding } from '../db/bulk.ts'
import type { Column } from '../db/columns.ts'
import { copyOut } from '../db/decode.ts'
import { rowEncoder } from '../db/encode.ts'
import type { Batch, Stage, StageContext } from '../db/stage.ts'
import { combine } from './combine.ts'
import { databaseVersion, openDatabase } from './database.ts'
import { loadFacts } from './facts.ts'
import type { Facts, Signal } from './jurisdiction.ts'
import { signalKinds } from './signals/index.ts'
import { whyThere } from './why.ts'

const text = (name: string): Column => ({ name, type: 'text' })
const networkColumns: readonly Column[] = [
  text('ip'),
  text('country'),
  { name: 'asn', type: 'int8' },
  text('network'),
  text('shared'),
  text('database'),
]
const signalColumns: readonly Column[] = [
  text('subject'),
  { name: 'n', type: 'int4' },
  text('kind'),
  text('country'),
  { name: 'weight', type: 'float8' },
  text('detail'),
  text('as_of'),
  { name: 'because', type: 'text[]' },
]
const placeColumns: readonly Column[] = [
  text('subject'),
  text('country'),
  { name: 'rank', type: 'int4' },
  { name: 'probability', type: 'float8' },
  { name: 'conflict', type: 'bool' },
  text('why'),
]

/** The table of networks, as its migration made it. */
export const networkTables: readonly Indexed[] = [
  { table: 'jurisdiction.network', primary: { name: 'network_pkey', columns: 'ip' } },
]

/** Looks up every address of the case in the bundled database. */
const networks: Stage = {
  name: 'jurisdiction.networks',
  about: 'Looks up country and network of every address in the bundled database.',
  scope: 'case',
  version: 1,
  reads: ['artefacts.selector'],
  writes: ['jurisdiction.network'],
  overlap: true,
  reset: () => emptied(networkTables),
  inputs: async () => databaseVersion().name,
  run: runNetworks,
}

async function* runNetworks({ db, batchRows, resume }: StageContext): AsyncIterable<Batch> {
  const database = openDatabase()
  const after = (resume as { readonly after: string; readonly done: number; readonly end?: true } | null) ?? {
    after: '',
    done: 0,
    end: false,
  }
  if (after.end) return
  const { rows } = await db.query<{ n: number }>(`SELECT count(*)::int AS n FROM artefacts.selector WHERE kind = 'ip'`)
  const total = rows[0]?.n ?? 0
  const encoder = rowEncoder('jurisdiction.network', networkColumns)
  let [done, last] = [after.done, after.after]
  const many = total >= worthShedding
  const flush = (end = false): Batch => {
    const count = encoder.rows()
    done += count
    return {
      before: many && done === count ? shedIndexes(networkTables) : [],
      copies: [encoder.take()],
      after: many && end ? buildIndexes(networkTables) : [],
      rows: count,
      state: { after: last, done, ...(end && { end }) },
      progress: { done, total, unit: 'rows' },
    }
  }
  const sql = `SELECT value FROM artefacts.selector WHERE kind = 'ip' AND value COLLATE "C" > '${last.replaceAll("'", "''")}' ORDER BY value COLLATE "C"`
  for await (const some of copyOut(db, sql, ['text'])) {
    for (const [ip] of some as [string][]) {
      const { country, asn, network, shared } = database.lookUp(ip)
      encoder.add([ip, country, asn, network, shared, database.name])
      last = ip
      if (encoder.rows() >= batchRows) yield flush()
    }
  }
  if (many || encoder.rows() > 0) yield flush(true)
}

/** The tables of places, as their migration made them. */
export const placeTables: readonly Indexed[] = [
  { table: 'jurisdiction.signal', primary: { name: 'signal_pkey', columns: 'subject, n' } },
  {
    table: 'jurisdiction.place',
    primary: { name: 'place_pkey', columns: 'subject, country' },
    others: [{ name: 'place_country', columns: 'country, rank' }],
  },
]

/** Weighs where each subject may be. */
const placesStage: Stage = {
  name: 'jurisdiction.places',
  about:
    'Weighs addresses, numbers, domains, languages and stated places into the countries where each subject may be.',
  scope: 'case',
  version: 1,
  reads: [
    'identity.subject',
    'identity.subject_persona',
    'forum.member',
    'artefacts.author',
    'artefacts.sighting',
    'artefacts.persona_selector',
    'jurisdiction.network',
  ],
  writes: ['jurisdiction.signal', 'jurisdiction.place'],
  overlap: true,
  reset: () => emptied(placeTables),
  run: runPlaces,
}

/** Each brings several signals and places. */
const subjectsAtOnce = 5000
const rowsOfSubject = 6

async function* runPlaces({ db, batchRows, resume }: StageContext): AsyncIterable<Batch> {
  const subjects = await loadFacts(db, databaseVersion().date)
  const [signal, place] = [
    rowEncoder('jurisdiction.signal', signalColumns),
    rowEncoder('jurisdiction.place', placeColumns),
  ]
  const size = Math.min(batchRows, subjectsAtOnce)
  const begin = (resume as { readonly done: number } | null)?.done ?? 0
  const many = subjects.length * rowsOfSubject >= worthShedding
  for (let from = begin; from < subjects.length; from += size) {
    const some = subjects.slice(from, from + size)
    let rows = 0
    for (const { subject, facts } of some) {
      const signals = signalsOf(facts)
      signals.forEach((s, n) => {
        signal.add([subject, n + 1, s.kind, s.country, s.weight, s.detail, s.asOf, s.because])
      })
      const { places, conflict } = combine(signals)
      places.forEach((p, n) => {
        place.add([subject, p.country, n + 1, p.probability, conflict, whyThere(p, signals, places)])
      })
      rows += signals.length + places.length
    }
    const done = from + some.length
    yield {
      before: many && from === 0 ? shedIndexes(placeTables) : [],
      copies: [signal.take(), place.take()],
      after: many && done === subjects.length ? buildIndexes(placeTables) : [],
      rows,
      state: { done },
      progress: { done, total: subjects.length, unit: 'rows' },
    }
  }
}

/** All signals of a subject, heaviest first; weights to a hundredth. */
export function signalsOf(facts: Facts): readonly Signal[] {
  const signals: Signal[] = []
  for (const { name: kind, read } of signalKinds) {
    for (const { country, weight, detail, asOf, because } of read(facts)) {
      const hundredths = Math.round(weight * 100)
      if (hundredths > 0) signals.push({ kind, country, weight: hundredths / 100, detail, asOf, because })
    }
  }
  return signals.length < 2 ? signals : signals.sort((x, y) => y.weight - x.weight)
}

/** The stages of the room, in order; the first belongs before the identity stages, which read what it writes. */
export const jurisdictionStages: readonly Stage[] = [networks, placesStage]
