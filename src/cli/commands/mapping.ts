import { readFile, writeFile } from 'node:fs/promises'
import type { ClientBase } from 'pg'
import { checkMapping, type MappingCheck } from '../../forum/mapping/check.ts'
import { parseMapping, writeMapping } from '../../forum/mapping/mapping.ts'
import { type Proposed, propose } from '../../forum/mapping/propose.ts'
import { dropMapping, mappings, useMapping } from '../../forum/mapping/store.ts'
import { untold } from '../../forum/mapping/untold.ts'
import { type CliCommand, type CommonOptions, clock, common, integer, print, withCase } from '../command.ts'

interface MappingFlags extends CommonOptions {
  readonly exhibit?: number
  readonly name: string
  readonly out?: string
}

/** What can be asked for, in the order the work is done. */
const deeds: Readonly<Record<string, (what: string | undefined, options: MappingFlags) => Promise<void>>> = {
  propose: (_, options) => withCase(options, ({ open }) => runPropose(open.db, options)),
  check,
  use,
  list,
  drop,
}

/** Boards of software that no adapter reads. */
export const mappingCommand: CliCommand = {
  name: 'mapping',
  about:
    'Say how the tables of forum software that the program does not know are to be read: propose says what each may be, a person corrects the file, check says what it would read, use puts it into force for the next run. The file serves other laboratories.',
  examples: [
    'holdfast mapping propose --out greenhouse.json --name greenhouse --case ./op-fern',
    'holdfast mapping check greenhouse.json --case ./op-fern',
    'holdfast mapping use greenhouse.json --case ./op-fern',
    'holdfast mapping list --case ./op-fern --json',
    'holdfast mapping drop greenhouse --case ./op-fern',
  ],
  define: (command) =>
    common(command.argument('<deed>', Object.keys(deeds).join(', ')).argument('[what]', 'the file; for drop the name'))
      .option(
        '--exhibit <number>',
        'propose: the exhibit, 1 for the first; the first with unread tables otherwise',
        integer('--exhibit', 1, 999),
      )
      .option('--name <name>', 'propose: what the software is to be called', 'unknown-board')
      .option('--out <file>', 'propose: where the mapping is written, to be corrected')
      .action((deed: string, what: string | undefined, options: MappingFlags) => {
        const run = deeds[deed]
        if (run === undefined)
          throw new Error(`"${deed}" is nothing that can be done with mappings; say ${Object.keys(deeds).join(', ')}`)
        return run(what, options)
      }),
}

async function check(file: string | undefined, options: MappingFlags): Promise<void> {
  const mapping = await mappingFile(stated(file, 'check'))
  await withCase(options, async ({ open }) => {
    const checks = await checkMapping(open.db, mapping)
    print(options, { checks }, () => checked(checks))
  })
}

async function use(file: string | undefined, options: MappingFlags): Promise<void> {
  const mapping = await mappingFile(stated(file, 'use'))
  await withCase(options, async ({ open }) => {
    await useMapping(open.db, mapping, options.as, clock())
    print(options, { used: mapping.name }, () => `Mapping ${mapping.name} is in force. Give holdfast run.`)
  })
}

async function list(_: string | undefined, options: MappingFlags): Promise<void> {
  await withCase(options, async ({ open }) => {
    const kept = await mappings(open.db)
    const line = (k: (typeof kept)[number]): string =>
      `${k.mapping.name}  ${k.mapping.entities.map((e) => `${e.table} as ${e.entity}`).join(', ')}  by ${k.by}  SHA-256 ${k.sha256}`
    print(options, { mappings: kept }, () => kept.map(line).join('\n') || 'No mapping is in force.')
  })
}

async function drop(given: string | undefined, options: MappingFlags): Promise<void> {
  const name = stated(given, 'drop')
  await withCase(options, async ({ open }) => {
    const dropped = await dropMapping(open.db, name, options.as, clock())
    if (!dropped) throw new Error(`no mapping is called "${name}"; holdfast mapping list names those in force`)
    print(options, { dropped: name }, () => `Mapping ${name} is out of force. Give holdfast run.`)
  })
}

function stated(what: string | undefined, deed: string): string {
  if (what === undefined)
    throw new Error(`mapping ${deed} needs ${deed === 'drop' ? 'the name of a mapping' : 'the file of a mapping'}`)
  return what
}

async function mappingFile(file: string) {
  const text = await readFile(file, 'utf8')
  if (text.length > 1_000_000)
    throw new Error(`${file} is no mapping: it has ${text.length} characters, more than 1,000,000`)
  try {
    return parseMapping(JSON.parse(text), file)
  } catch (error) {
    if (error instanceof SyntaxError) throw new Error(`${file} is no mapping: it is not JSON (${error.message})`)
    throw error
  }
}

async function runPropose(db: ClientBase, options: MappingFlags): Promise<void> {
  const found = await untold(db, options.exhibit ?? null)
  if (found === null)
    throw new Error('there are no unread tables; a run must have mirrored the exhibit first (holdfast run)')
  const proposed = await propose(db, found.exhibit, found.tables, options.name)
  if (options.out) await writeFile(options.out, writeMapping(proposed.mapping), { flag: 'wx' })
  const { proposals, mapping } = proposed
  print(options, { exhibit: found.exhibit, proposals, mapping }, () => told(found.exhibit, proposed, options.out))
}

function told(exhibit: number, { proposals, mapping, tables }: Proposed, out: string | undefined): string {
  const chosen = mapping.entities.map((e) => {
    const kind = e.only?.is.join()
    const p = proposals.find((q) => q.entity === e.entity && q.table.endsWith(e.table) && q.only?.is.join() === kind)
    const where = e.only ? ` where ${e.only.column} is ${e.only.is.join(' or ')}` : ''
    return [
      `${p?.table ?? e.table}${p ? ` (${p.rows} rows)` : ''} as ${e.entity}${where}`,
      ...(p?.because ?? []).map((b) => `    ${b}`),
    ].join('\n')
  })
  const used = new Set(
    mapping.entities.flatMap((e) => [
      e.table,
      ...[...Object.values(e.columns), ...e.fields].flatMap((c) => (typeof c === 'object' ? c.table : [])),
    ]),
  )
  const rest = tables.filter((t) => ![...used].some((u) => t.name.endsWith(u))).map((t) => `${t.name} (${t.rows})`)
  return [
    `Exhibit ${exhibit}, ${tables.length} tables with rows.`,
    ...chosen,
    rest.length > 0 ? `Not proposed: ${rest.join(', ')}` : '',
    chosen.length === 0
      ? 'Nothing looks like a board.'
      : out
        ? `Written to ${out}: correct it, then holdfast mapping check and use.`
        : 'Give --out FILE to have it written.',
  ]
    .filter((l) => l !== '')
    .join('\n')
}

function checked(checks: readonly MappingCheck[]): string {
  if (checks.length === 0) return 'It fits no database of the case: not all of its tables and columns are there.'
  return checks
    .map((c) =>
      [
        `Exhibit ${c.exhibit}, prefix "${c.prefix}"`,
        ...c.entities.map(
          (e) => `  ${e.entity} from ${e.table}: ${e.rows} rows, ${e.read} read${e.trouble ? `; ${e.trouble}` : ''}`,
        ),
      ].join('\n'),
    )
    .join('\n')
}
