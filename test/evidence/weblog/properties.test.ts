import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pick, purpose, stream } from '../../../bench/data/random.ts'
import type { CopyPayload } from '../../../src/db/stage.ts'
import type { Trouble } from '../../../src/evidence/mirror/source.ts'
import { openAgents } from '../../../src/evidence/weblog/agents.ts'
import { detectWebLog, openFormat } from '../../../src/evidence/weblog/detect.ts'
import { type LogState, noCounts, openLogReader } from '../../../src/evidence/weblog/reader.ts'
import { openRows } from '../../../src/evidence/weblog/rows.ts'

/** Everything that comes of a log given in pieces: tuples as bytes, counts and trouble. */
function readLog(content: Uint8Array, cuts: readonly number[] = [], limit = 4096) {
  const agents = openAgents(1, { next: 1, from: 1 }, [])
  const rows = openRows(1, 1, agents)
  const troubles: Trouble[] = []
  const format =
    openFormat(detectWebLog(content, 'x')?.format ?? 'combined', null, null) ?? openFormat('combined', null, null)!
  const reader = openLogReader(
    format,
    rows,
    (t) => troubles.push(t),
    { offset: 0, counts: noCounts, format: null },
    limit,
  )
  const places = [0, ...[...cuts].sort((a, b) => a - b), content.length]
  for (let i = 0; i + 1 < places.length; i++) {
    // A copy that is overwritten after use, as the pieces of a file are.
    const piece = Uint8Array.from(content.subarray(places[i]!, places[i + 1]!))
    reader.feed(piece)
    expect(reader.run(Number.MAX_SAFE_INTEGER)).toBe('input')
    piece.fill(0x7e)
  }
  reader.finish()
  const copies = [...rows.take('requests'), agents.take()]
  return { tuples: copies.map(joined), rows: copies.map((c) => c.rows), state: reader.state(), troubles }
}

function joined({ chunks }: CopyPayload): string {
  return Buffer.concat(chunks).toString('latin1')
}

/** Lines = requests + errors + remarks + damaged, and whatever is damaged is told with its place. */
function balances(content: Uint8Array, { state, rows, troubles }: ReturnType<typeof readLog>): void {
  const { counts, offset }: LogState = state
  expect(counts.lines).toBe(counts.requests + counts.errors + counts.remarks + counts.damaged)
  expect(rows.slice(0, -1).reduce((a, b) => a + b, 0)).toBe(counts.requests + counts.errors)
  expect(troubles.filter((t) => t.code !== 'weblog-nul')).toHaveLength(counts.damaged)
  const ends = content.length > 0 && content[content.length - 1] !== 10 ? 1 : 0
  expect(counts.lines).toBe(lineEnds(content) + ends)
  expect(offset).toBe(content.length)
  for (const t of troubles) expect(t.offset + t.length).toBeLessThanOrEqual(content.length)
}

function lineEnds(content: Uint8Array): number {
  let n = 0
  for (let at = content.indexOf(10); at >= 0; at = content.indexOf(10, at + 1)) n++
  return n
}

const samples = [
  Array.from(
    { length: 60 },
    (_, n) =>
      `192.0.2.${n} - ${n % 5 ? '-' : 'an na'} [01/Feb/2023:10:00:${10 + (n % 50)} +0100] "GET /viewtopic.php?t=${n} HTTP/1.1" 200 ${n} "http://rail.example/ü${n}" "Browser ${n % 7} \\"x\\""`,
  ),
  Array.from(
    { length: 40 },
    (_, n) =>
      `[Wed Feb 01 10:00:${10 + n}.97 2023] [php:warn] [pid 2:tid 2] [client 2001:db8::${n + 1}:4711] A thing, referer: http://garden.example/x`,
  ),
  [
    '#Software: IIS',
    '#Fields: date time c-ip cs-method cs-uri-stem cs-uri-query sc-status cs(User-Agent)',
    ...Array.from({ length: 50 }, (_, n) => `2023-02-01 10:00:${10 + (n % 40)} 192.0.2.${n} GET /a - 200 Moz+${n % 3}`),
  ],
].map((lines) => Buffer.from(`${lines.join('\n')}\n`))

describe('a log reader', () => {
  test('any cutting of the bytes into pieces gives the same', () => {
    for (const sample of samples) {
      const whole = readLog(sample)
      balances(sample, whole)
      fc.assert(
        fc.property(fc.array(fc.nat(sample.length), { maxLength: 12 }), (cuts) => {
          expect(readLog(sample, cuts)).toEqual(whole)
        }),
        { numRuns: 100, seed: 5 },
      )
      expect(
        readLog(
          sample,
          Array.from({ length: sample.length }, (_, i) => i),
        ),
      ).toEqual(whole)
    }
  })

  test('a log cut anywhere is read to the cut', () => {
    for (const sample of samples)
      for (let at = 0; at < sample.length; at += 7) balances(sample.subarray(0, at), readLog(sample.subarray(0, at)))
  })

  test('ten thousand mutations give findings, never an exception', () => {
    const rng = stream(9, purpose('log mutations'))
    const marks = [0, 10, 13, 0x20, 0x22, 0x2d, 0x5b, 0x5c, 0x5d, 0x3a, 0xff, 0xc3]
    const short = samples.map((s) => s.subarray(0, 2000))
    for (let n = 0; n < 10_000; n++) {
      const bytes = Buffer.from(pick(rng, short))
      for (let k = rng.below(4); k >= 0; k--) {
        const at = rng.below(bytes.length)
        if (rng.chance(0.3)) bytes.copy(bytes, at, rng.below(bytes.length), rng.below(bytes.length))
        else bytes[at] = rng.chance(0.7) ? pick(rng, marks) : rng.below(256)
      }
      const read = readLog(bytes, [rng.below(bytes.length)], rng.chance(0.2) ? 150 : 4096)
      balances(bytes, read)
    }
  })

  test('a line without end costs no more than its limit in memory', () => {
    const content = Buffer.concat([samples[0]!, Buffer.alloc(3 << 20, 0x61), Buffer.from('\n'), samples[0]!])
    const read = readLog(
      content,
      Array.from({ length: 48 }, (_, i) => i << 16),
      64 << 10,
    )
    balances(content, read)
    expect(read.troubles).toEqual([
      expect.objectContaining({ code: 'weblog-long-line', offset: samples[0]!.length, length: 3 << 20 }),
    ])
    expect(read.state.counts.requests).toBe(120)
  })
})
