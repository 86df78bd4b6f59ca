import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import pg from 'pg'
import { pick, purpose, stream } from '../../../bench/data/random.ts'
import { openEmbedded } from '../../../src/db/embedded.ts'
import { dataDirectories } from '../../../src/evidence/databases/find.ts'
import type { HeldFile } from '../../../src/evidence/databases/lay.ts'
import { clearWorkPlaces, makeWorkPlace } from '../../../src/evidence/databases/place.ts'
import { openers } from '../../../src/evidence/databases/planned.ts'
import { openTold } from '../../../src/evidence/databases/told.ts'
import { gardenSql, growSql, makeDataDirectory } from '../databases/garden.ts'
import { mutate } from './mutate.ts'

// npx tsx test/evidence/survival/directories-main.ts mysql|postgresql [COUNT]: opens copies of a data directory of which one
// file was changed or cut off. Each ends with its databases read or with findings, in bounded time, and the files as they were.
const kind = process.argv[2] === 'postgresql' ? 'postgresql' : 'mysql'
const count = Number(process.argv[3] ?? 100)
const from = Number(process.argv[4] ?? 0)
const folder = mkdtempSync(join(tmpdir(), 'holdfast-directories-'))
const whole = join(folder, 'whole')
const rows = Array.from({ length: 3000 }, (_, i) => `(${i + 1}, '${'leaf '.repeat(20)}${i + 1}')`).join(',')
const limits = { startSeconds: 60, tableSeconds: 60 }

async function make(): Promise<void> {
  if (kind === 'mysql') {
    const more = (engine: string, name: string): string =>
      `CREATE TABLE garden.${name} (id INT PRIMARY KEY, v VARCHAR(200)) ENGINE=${engine}; INSERT INTO garden.${name} VALUES ${rows};`
    const tables = more('InnoDB', 'leaves') + more('MyISAM', 'petals')
    await makeDataDirectory(whole, `${gardenSql} ${tables}`, 'SIGTERM')
    await makeDataDirectory(whole, growSql, 'SIGKILL')
    return
  }
  const server = await openEmbedded({ caseDir: join(folder, 'made') })
  try {
    const client = new pg.Client({ ...server.address, database: 'postgres' })
    await client.connect()
    await client.query('CREATE TABLE leaves (id int PRIMARY KEY, v text)')
    await client.query(`INSERT INTO leaves VALUES ${rows}`)
    await client.query('CHECKPOINT')
    await client.query(`INSERT INTO leaves VALUES (5001, 'the last leaf')`)
    await client.end()
    cpSync(join(folder, 'made', 'db', 'data'), whole, { recursive: true })
  } finally {
    await server.close()
  }
}

function held(top: string): readonly HeldFile[] {
  const names = readdirSync(top, { recursive: true, withFileTypes: true }).filter((e) => e.isFile())
  const paths = names.map((e) => join(e.parentPath, e.name)).sort()
  return paths.map((stored, i) => ({
    file: i + 1,
    path: relative(top, stored),
    size: statSync(stored).size,
    sha256: createHash('sha256').update(readFileSync(stored)).digest('hex'),
    stored,
  }))
}

/** Opens a directory and reads all that is in it. */
async function read(top: string): Promise<string> {
  const files = held(top)
  const directory = dataDirectories(files).find((d) => d.kind === kind)
  if (directory === undefined) return 'not told to be a data directory'
  const opener = openers.find((o) => o.kind === kind)!
  const caseDir = join(folder, 'case')
  mkdirSync(caseDir, { recursive: true })
  const told = openTold('pg')
  const place = await makeWorkPlace(caseDir)
  const { signal } = new AbortController()
  let [bytes, tables] = [0, 0]
  try {
    const opened = await opener.open({ caseDir, place, directory, from: 0, limits, told, signal })
    try {
      for (const database of opened?.databases ?? []) {
        const { read: got } = await opened!.read(database, async (pieces) => {
          for await (const piece of pieces) bytes += piece.length
        })
        tables += got.tables.length
        await opened!.filesOf(
          database,
          got.tables.map((t) => t.name),
        )
      }
    } finally {
      await opened?.close()
    }
    const findings = told.take()
    const codes = [...new Set(findings.filter((f) => f.severity !== 'note').map((f) => f.code))]
    if (opened === null && codes.length === 0) throw new Error('nothing was read, and nothing was told')
    for (const { stored, sha256 } of files)
      if (createHash('sha256').update(readFileSync(stored!)).digest('hex') !== sha256)
        throw new Error(`${stored} was changed`)
    if (top === whole) for (const { severity, detail } of findings) if (severity !== 'note') console.log(detail)
    return `${opened === null ? 'closed' : `${tables} tables, ${bytes} bytes`}; ${codes.join(' ') || 'nothing told'}`
  } finally {
    await clearWorkPlaces(caseDir)
  }
}

await make()
let failed = 0
const ends = new Map<string, number>()
console.log(`whole: ${await read(whole)}`)
const likely = held(whole).filter((f) => f.size > 0)
for (let n = from; n < from + count; n++) {
  const rng = stream(11, purpose(kind), n)
  const { path } = pick(
    rng,
    rng.chance(0.5)
      ? likely.filter((f) => /leaves|petals|ibdata|ib_logfile|aria_log|global\/|pg_wal|base\/5\/|\.frm/.test(f.path))
      : likely,
  )
  const top = join(folder, 'changed')
  rmSync(top, { recursive: true, force: true })
  cpSync(whole, top, { recursive: true })
  const data = readFileSync(join(top, path))
  const cut = rng.chance(0.2) ? 4096 * rng.below(Math.ceil(data.length / 4096)) : null
  writeFileSync(join(top, path), cut === null ? mutate(data, rng) : data.subarray(0, cut))
  const start = performance.now()
  try {
    const end = await read(top)
    const short = end.replace(/\d+ bytes/, 'bytes')
    ends.set(short, (ends.get(short) ?? 0) + 1)
    console.log(
      `${n} ${path}${cut === null ? '' : ` cut at ${cut}`}: ${end} (${((performance.now() - start) / 1000).toFixed(1)} s)`,
    )
  } catch (error) {
    failed++
    console.log(`${n} ${path}: FAILED`, error)
  }
}
for (const [end, times] of [...ends].sort((a, b) => b[1] - a[1])) console.log(`${times} times ${end}`)
rmSync(folder, { recursive: true, force: true })
process.exitCode = failed > 0 ? 1 : 0
