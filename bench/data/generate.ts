/**
 * Makes the demonstration seizure: `exhibit/forum.sql` (phpBB) and `exhibit/second-board.sql` (FluxBB), and beside the
 * exhibit `truth.json` and `code-words.txt`. Command: `npx tsx bench/data/generate.ts --size S --seed 1 --out DIR`.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { writeFluxbb } from './fluxbb/write.ts'
import { makePopulation, openedOn } from './people.ts'
import { planStaff } from './phpbb/staff.ts'
import { writePhpbb } from './phpbb/write.ts'
import { planMessages } from './plan-messages.ts'
import { planPosts } from './plan-posts.ts'
import { dimensions, type Size, seizedAt } from './sizes.ts'
import type { Notes, Story } from './story.ts'
import { type Counts, countEntities, writeTruth } from './truth.ts'
import { plantUrgent } from './urgent.ts'
import { codeTerms } from './words/codes.ts'

export interface SeizureOptions {
  readonly size: Size
  readonly seed: number
  /** Folder to make; files in it are replaced. */
  readonly outDir: string
  /** Told now and then how far the making is: rows written of about as many as there will be. */
  readonly onProgress?: (progress: { readonly what: string; readonly done: number; readonly total: number }) => void
}

export interface Seizure {
  /** The folder to acquire: it holds the two dumps and nothing else. */
  readonly exhibitDir: string
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[]
  readonly truthPath: string
  readonly codeWordsPath: string
  readonly counts: Counts
}

/** The moment printed at the foot of a dump. */
function stamp(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')
}

/** Decides everything that happens on both boards. */
export function makeStory(size: Size, seed: number): Story {
  const dims = dimensions[size]
  const population = makePopulation(seed, dims)
  const { members, pairs } = population
  const first = planPosts(seed, 1, members[1], pairs, dims.posts, openedOn(dims, 1))
  const second = planPosts(seed, 2, members[2], pairs, dims.secondPosts, openedOn(dims, 2))
  const messages = planMessages(seed, members[1], dims.messages, dims.opened)
  plantUrgent(first, messages)
  return { seed, size, dims, population, posts: { 1: first, 2: second }, messages }
}

/** Makes one seizure; the same size and seed give the same bytes on any machine. */
export async function generateSeizure(options: SeizureOptions): Promise<Seizure> {
  const { size, seed, outDir, onProgress } = options
  const exhibitDir = join(outDir, 'exhibit')
  mkdirSync(exhibitDir, { recursive: true })
  const dims = dimensions[size]
  const total =
    dims.posts * 1.8 +
    dims.messages * 3 +
    dims.sessions +
    dims.loginAttempts +
    dims.logRows +
    dims.members * 5 +
    dims.secondPosts
  let done = 0
  let before = 0
  let current = ''
  function onRows(table: string, rows: number): void {
    if (table !== current) [current, before] = [table, 0]
    done += rows - before
    before = rows
    onProgress?.({ what: table, done: Math.min(done, total), total })
  }
  onProgress?.({ what: 'people', done: 0, total })
  const story = makeStory(size, seed)
  const work = planStaff(story)
  const notes: Notes = { moves: [], codes: [], urgent: [] }
  const forum = writePhpbb(story, work, notes, join(exhibitDir, 'forum.sql'), stamp(seizedAt + 540), onRows)
  const second = writeFluxbb(story, notes, join(exhibitDir, 'second-board.sql'), stamp(seizedAt + 840), onRows)
  const counts = countEntities(story, work, forum, second)
  const truthPath = join(outDir, 'truth.json')
  writeTruth(truthPath, story, notes, counts, { forum, second })
  const codeWordsPath = join(outDir, 'code-words.txt')
  writeFileSync(
    codeWordsPath,
    ['term,category,weight', ...codeTerms.map(([category, term, weight]) => `${term},${category},${weight}`), ''].join(
      '\n',
    ),
  )
  onProgress?.({ what: 'done', done: total, total })
  return {
    exhibitDir,
    files: [forum, second].map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })),
    truthPath,
    codeWordsPath,
    counts,
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      size: { type: 'string', default: 'S' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string' },
    },
  })
  const size = values.size as Size
  const seed = Number(values.seed)
  if (!(size in dimensions) || !Number.isSafeInteger(seed) || values.out === undefined) {
    process.stderr.write('usage: generate.ts --size XS|S|M|L --seed NUMBER --out DIR\n')
    process.exitCode = 2
    return
  }
  const started = performance.now()
  const made = await generateSeizure({ size, seed, outDir: values.out })
  const seconds = (performance.now() - started) / 1000
  const bytes = made.files.reduce((n, f) => n + f.bytes, 0)
  for (const f of made.files) process.stdout.write(`${f.sha256}  ${f.path}  ${f.bytes} bytes\n`)
  const rss = process.resourceUsage().maxRSS / 1024
  process.stdout.write(`${JSON.stringify(made.counts)}\n`)
  process.stdout.write(
    `${seconds.toFixed(1)} s, ${(bytes / 1e6 / seconds).toFixed(1)} MB/s, peak ${rss.toFixed(0)} MB of memory\n`,
  )
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main()
