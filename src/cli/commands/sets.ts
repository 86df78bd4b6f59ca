import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type ImportedSet, importSet } from '../../media/import.ts'
import { readLabels } from '../../media/labels.ts'
import type { LoadedSet } from '../../media/media.ts'
import { listSets } from '../../media/queries.ts'
import { removeSet } from '../../media/remove.ts'
import { kindMeaning, type SetKind, setKinds } from '../../model/verdict.ts'
import { type CliCommand, type CommonOptions, clock, common, print, withCase } from '../command.ts'

interface SetFlags extends CommonOptions {
  readonly name?: string
  readonly kind?: string
  readonly source?: string
  readonly category?: string
  readonly scheme?: string
  readonly labels?: string
  readonly replace?: true
  readonly reason?: string
  readonly all?: true
}

/** What can be done with sets, in the order the work is done. */
const deeds: Readonly<Record<string, (what: string | undefined, options: SetFlags) => Promise<void>>> = {
  import: take,
  list,
  remove,
}

/** The agency's own hash sets. */
export const setsCommand: CliCommand = {
  name: 'sets',
  about: `Load the agency’s own hash sets, with which the next run compares every file and attachment; the program ships none. A set is a list of hashes, a table with a header, NSRL’s text form, or Project VIC’s JSON, packed with gzip or not. Kinds: ${setKinds.map((kind) => `${kind} (${kindMeaning[kind]})`).join(', ')}.`,
  examples: [
    'holdfast sets import garden.csv --name "Garden 2026" --kind of-interest --source "Unit North" --case ./op-fern',
    'holdfast sets import kept.txt --name Kept --kind of-interest --category "kept by garden unit" --source "Unit North" --case ./op-fern',
    'holdfast sets import media.json --name Media --kind of-interest --scheme "North 2" --labels codes.csv --source "Unit North" --case ./op-fern',
    'holdfast sets import NSRLFile.txt --name "RDS 2026.06" --kind known-software --source NIST --replace --case ./op-fern',
    'holdfast sets list --case ./op-fern --json',
    'holdfast sets remove Kept --reason "a newer one was handed in" --case ./op-fern',
  ],
  define: (command) =>
    common(
      command
        .argument('<deed>', Object.keys(deeds).join(', '))
        .argument('[what]', 'import: the file; remove: the name'),
    )
      .option('--name <name>', 'import: what the set is called in verdicts')
      .option('--kind <kind>', `import: ${setKinds.join(', ')}`)
      .option('--source <text>', 'import: who handed the set in')
      .option('--category <text>', 'import: the category of entries that state none')
      .option('--scheme <text>', 'import: whose codes its categories are; what the file says otherwise')
      .option('--labels <file>', 'import: what the agency calls each code: a table of code and label')
      .option('--replace', 'import: in the place of the set of that name')
      .option('--reason <text>', 'remove: why')
      .option('--all', 'list: those that were removed too')
      .action(async (name: string, what: string | undefined, options: SetFlags) => {
        const deed = Object.hasOwn(deeds, name) ? deeds[name] : undefined
        if (!deed) throw new Error(`sets does not know "${name}"; it knows ${Object.keys(deeds).join(', ')}`)
        await deed(what, options)
      }),
}

async function take(path: string | undefined, options: SetFlags): Promise<void> {
  if (path === undefined) throw new Error('import what? Name the file of the set')
  const { name, kind, source } = options
  if (!name || !kind || !source) throw new Error('sets import needs --name, --kind and --source')
  if (!isKind(kind)) throw new Error(`a set is one of ${setKinds.join(', ')}, not "${kind}"`)
  const labels = options.labels === undefined ? undefined : readLabels(await readFile(options.labels), options.labels)
  await withCase(options, async ({ open, view, signal }) => {
    const given = {
      ...{ path: resolve(path), name, kind, source, replace: options.replace === true },
      ...(options.category === undefined ? {} : { category: options.category }),
      ...(options.scheme === undefined ? {} : { scheme: options.scheme }),
      ...(labels === undefined ? {} : { labels }),
    }
    const made = await importSet(open.db, given, {
      ...{ by: options.as, at: clock(), signal },
      onBytes: (done, total) => view.update('sets', `reading ${path}`, done, total, 'bytes'),
    })
    view.stop()
    print(options, made, () => imported(made))
  })
}

function isKind(kind: string): kind is SetKind {
  return setKinds.some((each) => each === kind)
}

function imported(made: ImportedSet): string {
  const hashes = [
    [made.sha256s, 'SHA-256'],
    [made.sha1s, 'SHA-1'],
    [made.md5s, 'MD5'],
  ] as const
  return [
    `Set ${made.name} (${made.format}): ${made.entries} entries with ${hashes.flatMap(([n, word]) => (n === 0 ? [] : [`${n} ${word}`])).join(', ')}`,
    `  SHA-256 of the file ${made.fileSha256}`,
    ...made.categories
      .slice(0, 20)
      .map((c) => `${String(c.entries).padStart(12)}  ${c.label === null ? c.code : `${c.label} (${c.code})`}`),
    ...(made.sha256s + made.sha1s === 0
      ? ['  It has MD5 alone: files can be made that share one, so every match says so.']
      : []),
    ...(made.remarks === 0 ? [] : [`  ${made.remarks} lines could not be read as they should be:`]),
    ...made.firstRemarks.map((r) => `    line ${r.line}: ${r.why}${r.taken ? ' (the rest was taken)' : ''}`),
    'Next: holdfast run',
  ].join('\n')
}

async function list(_: string | undefined, options: SetFlags): Promise<void> {
  await withCase(options, async ({ open: { db } }) => {
    const sets = await listSets(db, options.all === true)
    print(options, { sets }, () => (sets.length === 0 ? 'No set is loaded.' : sets.map(line).join('\n')))
  })
}

function line(set: LoadedSet): string {
  const state =
    set.removedAt !== null
      ? `removed by ${set.removedBy} at ${set.removedAt}: ${set.removedWhy}`
      : `${set.files} files and ${set.attachments} attachments are in it${set.compared ? '' : '; not yet compared with all of the case: holdfast run'}`
  return [
    `${set.name}  ${set.kind}, ${set.entries} entries, from ${set.source}${set.scheme === null ? '' : `, codes of ${set.scheme}`}`,
    `  ${set.fileName}, SHA-256 ${set.fileSha256}, loaded by ${set.loadedBy} at ${set.loadedAt}`,
    `  ${state}`,
  ].join('\n')
}

async function remove(given: string | undefined, options: SetFlags): Promise<void> {
  if (given === undefined) throw new Error('remove which set? holdfast sets list names them')
  const reason = options.reason
  if (reason === undefined) throw new Error('sets remove needs --reason: the ledger keeps it')
  await withCase(options, async ({ open: { db } }) => {
    const removed = await removeSet(db, given, reason, { by: options.as, at: clock() })
    if (removed === null) throw new Error(`no set is called "${given}"; holdfast sets list names those that are loaded`)
    print(options, { removed: given }, () => `Set ${given} is removed. The next run takes back what it said.`)
  })
}
