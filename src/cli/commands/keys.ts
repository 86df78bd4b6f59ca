import { addKeys, listKeys, type NewKey } from '../../unlock/keyring.ts'
import { gatherFromCase } from '../../unlocking.ts'
import { type CliCommand, type CommonOptions, clock, common, print, withCase } from '../command.ts'
import { readKeyFile, readSecret } from '../secrets.ts'

interface KeyFlags extends CommonOptions {
  readonly kind: string
  readonly label?: string
  readonly origin?: string
  readonly authority?: string
  readonly from?: string
  readonly lines?: true
}

const kinds: readonly NewKey['kind'][] = ['passphrase', 'private-key', 'key-file']

const deeds: Readonly<Record<string, (options: KeyFlags) => Promise<void>>> = { add, gather, list }

/** The keyring of the operation. */
export const keysCommand: CliCommand = {
  name: 'keys',
  about:
    'Keep the keys and passphrases of the operation: add one that a person supplied, gather those that lie in the evidence (configuration files, private keys), list them without their values. Values go to the vault alone and are never given as an argument.',
  examples: [
    'holdfast keys add --label "first page" --origin "notebook, item 12" --authority "order 7/26" --case ./op-fern',
    'holdfast keys add --lines --from pages.txt --label notebook --origin "item 12" --authority "order 7/26" --case ./op-fern',
    'holdfast keys add --kind private-key --from fern.asc --label fern --origin "phone, item 3" --authority "order 7/26" --case ./op-fern',
    'holdfast keys gather --authority "order 7/26" --case ./op-fern',
    'holdfast keys list --case ./op-fern --json',
  ],
  define: (command) =>
    common(command.argument('<deed>', Object.keys(deeds).join(', ')))
      .option('--kind <kind>', `add: ${kinds.join(', ')}`, 'passphrase')
      .option('--label <text>', 'add: a name that tells nothing of the value')
      .option('--origin <text>', 'add: where it comes from')
      .option('--authority <text>', 'add, gather: by which authority it is held')
      .option('--from <file>', 'add: the file it stands in, - for standard input; asked for otherwise')
      .option('--lines', 'add: each line is a passphrase of its own')
      .action(async (name: string, options: KeyFlags) => {
        const deed = Object.hasOwn(deeds, name) ? deeds[name] : undefined
        if (!deed) throw new Error(`keys does not know "${name}"; it knows ${Object.keys(deeds).join(', ')}`)
        await deed(options)
      }),
}

async function add(options: KeyFlags): Promise<void> {
  const kind = kinds.find((k) => k === options.kind)
  if (!kind) throw new Error(`a key is one of ${kinds.join(', ')}, not "${options.kind}"`)
  const { label = '', origin = '', authority = '' } = options
  await withCase(options, async ({ open: { db } }) => {
    const value =
      kind === 'passphrase'
        ? await readSecret(options.from, 'The passphrase')
        : await readKeyFile(options.from, kind === 'private-key')
    const values = options.lines ? value.split(/\r?\n/).filter((line) => line !== '') : [value]
    const keys = values.map(
      (one, i): NewKey => ({
        ...{ kind, origin, authority, label: options.lines ? `${label}, line ${i + 1}` : label },
        value: one,
      }),
    )
    const added = await addKeys(db, keys, { by: options.as, at: clock() })
    const fresh = added.filter((a) => a.fresh).length
    print(
      options,
      { added },
      () => `${fresh} new on the ring, ${added.length - fresh} there already. Next: holdfast unlock try`,
    )
  })
}

async function gather(options: KeyFlags): Promise<void> {
  await withCase(options, async ({ open }) => {
    const found = await gatherFromCase(open, options.authority ?? '', { by: options.as, at: clock() })
    print(options, { gathered: found }, () =>
      [
        ...found.map(
          (f) =>
            `${String(f.key).padStart(5)}  ${f.kind.padEnd(12)} ${f.label}  (${f.origin})${f.fresh ? '' : ', there already'}`,
        ),
        `${found.length} keys lie in the evidence.`,
      ].join('\n'),
    )
  })
}

async function list(options: KeyFlags): Promise<void> {
  await withCase(options, async ({ open: { db } }) => {
    const keys = await listKeys(db)
    print(options, { keys }, () =>
      keys.length === 0
        ? 'The ring is empty. Add a key with: holdfast keys add'
        : keys
            .map(
              (k) =>
                `${String(k.key).padStart(5)}  ${k.form.padEnd(12)} ${k.label}  (${k.origin}; ${k.authority}; value ${k.secret} of the vault)`,
            )
            .join('\n'),
    )
  })
}
