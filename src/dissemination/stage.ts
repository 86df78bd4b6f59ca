import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClientBase } from 'pg'
import { sha256 } from '../db/custody.ts'
import type { Batch, Stage, StageContext, Statement } from '../db/stage.ts'
import { type Frame, packageFor, packageFrame } from './content.ts'
import type { Exporter, Package } from './dissemination.ts'
import { exporters, jsonExporter } from './exporters/index.ts'
import { inTurn, oneAtATime } from './in-turn.ts'

/** Where packages lie in the case folder. */
const folder = 'packages'

/** A package in one format, before it is on disk. */
interface Written {
  readonly path: string
  readonly bytes: Buffer
  readonly sha256: string
}

async function* run({ db, caseDir, resume, signal }: StageContext): AsyncIterable<Batch> {
  const frame = await packageFrame(db)
  const done = typeof resume === 'string' ? resume : ''
  const { rows } = await db.query<{ country: string }>(
    'SELECT DISTINCT country FROM jurisdiction.place WHERE rank = 1 AND country > $1 ORDER BY country',
    [done],
  )
  await mkdir(join(caseDir, folder), { recursive: true })
  const countries = rows.map((r) => r.country)
  const gathered = oneAtATime((country: string) => gather(db, frame, country))
  const make = async (country: string): Promise<Made | null> => {
    const found = await gathered(country)
    return found ? numberedPackage(found) : null
  }
  try {
    let done = 0
    for await (const made of inTurn(countries, atOnce, make)) {
      signal.throwIfAborted()
      done += 1
      if (!made) continue
      await Promise.all(made.files.map((file) => writeWhole(join(caseDir, file.path), file.bytes)))
      const progress = { done, total: countries.length, unit: 'steps' } as const
      yield { ...batchOf(made), state: made.pkg.country, progress }
    }
  } finally {
    for (const exporter of exporters) await exporter.close?.()
  }
}

/** So many packages are under way: while some are laid out, what the next says is gathered. */
const atOnce = 2

/** A package in all its formats. */
interface Made {
  readonly pkg: Package
  readonly files: readonly Written[]
}

function batchOf({ pkg, files }: Made): Omit<Batch, 'state'> {
  const { country } = pkg
  const at = Object.fromEntries(files.map((f, i) => [exporters[i]?.format, f]))
  const statements = pkg.subjects.flatMap((s) =>
    s.statements.map((t) => ({ n: t.n, subject: s.subject, text: t.text, because: t.because })),
  )
  const row = [
    pkg.package,
    country,
    pkg.recipient,
    pkg.subjects.length + pkg.further.length,
    pkg.handling.code,
    pkg.evaluation.code,
    pkg.evaluation.scheme,
    at.json?.path,
    at.json?.sha256,
    at.pdf?.path,
    at.pdf?.sha256,
  ]
  return {
    rows: statements.length,
    after: [
      { text: 'DELETE FROM dissemination.package WHERE package = $1', values: [pkg.package] },
      ...resetOf([pkg.package]),
      { text: 'INSERT INTO dissemination.package VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)', values: row },
      {
        text: `INSERT INTO dissemination.statement SELECT $1, s.n, s.subject, s.text, ARRAY(SELECT json_array_elements_text(s.because))
                 FROM json_to_recordset($2::json) AS s(n int, subject text, text text, because json)`,
        values: [pkg.package, JSON.stringify(statements)],
      },
      {
        text: 'INSERT INTO dissemination.removed SELECT $1, r.n, r.subject, r.what, r.why FROM json_to_recordset($2::json) AS r(n int, subject text, what text, why text)',
        values: [pkg.package, JSON.stringify(pkg.removed)],
      },
    ],
    custody: [
      {
        action: 'package',
        subject: pkg.package,
        detail: {
          country,
          subjects: row[3],
          statements: statements.length,
          handling: pkg.handling.code,
          json_path: at.json?.path,
          json_sha256: at.json?.sha256,
          pdf_path: at.pdf?.path,
          pdf_sha256: at.pdf?.sha256,
        },
      },
    ],
  }
}

/** What a package is made of: its content under any number, and which numbers of its country were released. */
interface Gathered {
  readonly stem: string
  readonly make: (number: string) => Package
  readonly released: readonly { readonly package: string; readonly json_sha256: string }[]
}

async function gather(db: ClientBase, frame: Frame, country: string): Promise<Gathered | null> {
  const make = await packageFor(db, frame, country)
  if (!make) return null
  const stem = `${slug(frame.operation.reference)}-${country}`
  const { rows } = await db.query<Gathered['released'][number]>(
    `SELECT DISTINCT ON (package) package, json_sha256 FROM dissemination.release WHERE package LIKE $1 ORDER BY package, release DESC`,
    [`${stem.replaceAll(/[%_\\]/g, '\\$&')}-___`],
  )
  return { stem, make, released: rows }
}

/**
 * Gives the package its number. A number that was released keeps its bytes for ever: where they would change, the
 * package gets the next number.
 */
async function numberedPackage({ stem, make, released }: Gathered): Promise<Made> {
  for (let n = 1; ; n++) {
    const number = `${stem}-${String(n).padStart(3, '0')}`
    const before = released.find((r) => r.package === number)
    const pkg = make(number)
    // Laying out takes long; whether the number may be used shows in the other form.
    const json = await writeOne(jsonExporter, pkg)
    if (before && json.sha256 !== before.json_sha256) continue
    const files = exporters.map((e) => (e === jsonExporter ? json : writeOne(e, pkg)))
    return { pkg, files: await Promise.all(files) }
  }
}

async function writeOne(exporter: Exporter, pkg: Package): Promise<Written> {
  const chunks: Uint8Array[] = []
  for await (const chunk of exporter.write(pkg)) chunks.push(chunk)
  const bytes = Buffer.concat(chunks)
  return { path: `${folder}/${pkg.package}.${exporter.extension}`, bytes, sha256: sha256(bytes) }
}

async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  await writeFile(`${path}.new`, bytes, { flush: true })
  await rename(`${path}.new`, path)
}

function slug(reference: string): string {
  return (
    reference
      .replaceAll(/[^A-Za-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 40) || 'CASE'
  )
}

function resetOf(packages: readonly string[]): readonly Statement[] {
  return ['statement', 'removed'].map((table) => ({
    text: `DELETE FROM dissemination.${table} WHERE package = ANY ($1)`,
    values: [packages],
  }))
}

/** Packages that were never given away go; what was released stays as it was. */
function reset(): readonly Statement[] {
  return ['statement', 'removed', 'package'].map((table) => ({
    text: `DELETE FROM dissemination.${table} WHERE package NOT IN (SELECT package FROM dissemination.release)`,
  }))
}

/** The packages of a case, one for each country with a subject in the bands that are sent. */
export const disseminationStages: readonly Stage[] = [
  {
    name: 'packages',
    about: 'Write a numbered package for each country with a subject above the threshold.',
    scope: 'case',
    version: 1,
    reads: [
      'jurisdiction.place',
      'jurisdiction.signal',
      'jurisdiction.network',
      'identity.subject',
      'identity.link',
      'risk.assessment',
      'risk.factor',
      'artefacts.sighting',
      'artefacts.selector',
      'artefacts.persona_selector',
      'forum.member',
      'forum.post',
      'artefacts.author',
      'forum.message',
      'forum.site',
    ],
    writes: ['dissemination.package', 'dissemination.statement', 'dissemination.removed'],
    reset,
    inputs: async (db) => {
      const { rows } = await db.query('SELECT handling, marking, bands, detailed FROM dissemination.policy')
      const { rows: operation } = await db.query('SELECT * FROM evidence.operation')
      return JSON.stringify([rows, operation[0]?.name, operation[0]?.reference, operation[0]?.review_on])
    },
    run,
  },
]
