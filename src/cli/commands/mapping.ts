import { readFile, writeFile } from 'node:fs/promises'
import type { ClientBase } from 'pg'
import { checkMapping, type MappingCheck } from '../../forum/mapping/check.ts'
import { parseMapping, writeMapping } from '../../forum/mapping/mapping.ts'
import { type Proposed, propose } from '../../forum/mapping/propose.ts'
import { dropMapping, mappings, useMapping } from '../../forum/mapping/store.ts'
import { untold } from '../../forum/mapping/untold.ts'
import { type CliCommand, type CommonOptions, clock, common, integer, print, withCase } from '../command.ts'

interface ProposeOptions extends CommonOptions {
  readonly exhibit?: number
  readonly name: string
  readonly out?: string
}

/** Boards of software that no adapter reads. */
export const mappingCommand: CliCommand = {
  name: 'mapping',
  about:
    'Say how the tables of forum software that the program does not know are to be read. Tables are proposed by the shape of their contents; a person corrects and confirms; the file serves other laboratories.',
  examples: [
    'holdfast mapping propose --out greenhouse.json --name greenhouse --case ./op-fern',
    'holdfast mapping check greenhouse.json --case ./op-fern',
    'holdfast mapping use greenhouse.json --case ./op-fern && holdfast run --case ./op-fern',
    'holdfast mapping list --case ./op-fern --json',
    'holdfast mapping drop greenhouse --case ./op-fern',
  ],
  define: (command) => {
    common(command.command('propose').description('Propose what the unread tables of an exhibit are, and why.'))
      .option(
        '--exhibit <number>',
        'the exhibit (1 for the first); the first with unread tables otherwise',
        integer('--exhibit', 1, 999),
      )
      .option('--name <name>', 'what the software is to be called', 'unknown-board')
      .option('--out <file>', 'where the mapping is written, to be corrected')
      .action((options: ProposeOptions) => withCase(options, ({ open }) => runPropose(open.db, options)))
    common(
      command
        .command('check')
        .description('Say what a mapping would read, without putting it into force.')
        .argument('<file>'),
    ).action((file: string, options: CommonOptions) =>
      withCase(options, async ({ open }) => {
        const checks = await checkMapping(open.db, await mappingFile(file))
        print(options, { checks }, () => checked(checks))
      }),
    )
    common(
      command
        .command('use')
        .description('Put a mapping into force. The next run reads the boards it fits.')
        .argument('<file>'),
    ).action((file: string, options: CommonOptions) =>
      withCase(options, async ({ open }) => {
        const mapping = await mappingFile(file)
        await useMapping(open.db, mapping, options.as, clock())
        print(options, { used: mapping.name }, () => `Mapping ${mapping.name} is in force. Give holdfast run.`)
      }),
    )
    common(command.command('list').description('The mappings in force, and who put them there.')).action(
      (options: CommonOptions) =>
        withCase(options, async ({ open }) => {
          const kept = await mappings(open.db)
          const line = (k: (typeof kept)[number]): string =>
            `${k.mapping.name}  ${k.mapping.entities.map((e) => `${e.table} as ${e.entity}`).join(', ')}  by ${k.by}  SHA-256 ${k.sha256}`
          print(options, { mappings: kept }, () => kept.map(line).join('\n') || 'No mapping is in force.')
        }),
    )
    common(command.command('drop').description('Take a mapping out of force.').argument('<name>')).action(
      (name: string, options: CommonOptions) =>
        withCase(options, async ({ open }) => {
          const dropped = await dropMapping(open.db, name, options.as, clock())
          if (!dropped) throw new Error(`no mapping is called "${name}"; holdfast mapping list names those in force`)
          print(options, { dropped: name }, () => `Mapping ${name} is out of force. Give holdfast run.`)
        }),
    )
  },
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

async function runPropose(db: ClientBase, options: ProposeOptions): Promise<void> {
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
    const p = proposals.find((q) => q.entity === e.entity && q.table.endsWith(e.table))
    return [
      `${p?.table ?? e.table} (${p?.rows ?? 0} rows) as ${e.entity}`,
      ...(p?.because ?? []).map((b) => `    ${b}`),
    ].join('\n')
  })
  const used = new Set(mapping.entities.map((e) => e.table))
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
