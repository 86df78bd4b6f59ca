import { resolve } from 'node:path'
import { exportHashes } from '../../unlock/exchange/export.ts'
import { type Imported, importResults } from '../../unlock/exchange/import.ts'
import { hashesState } from '../../unlock/exchange/state.ts'
import { type CliCommand, type CommonOptions, clock, common, integer, print, withCase } from '../command.ts'

interface HashFlags extends CommonOptions {
  readonly site?: number
  readonly out?: string
  readonly keyring?: true
}

/** What can be done with stored hashes, in the order the work is done. */
const deeds: Readonly<Record<string, (files: readonly string[], options: HashFlags) => Promise<void>>> = {
  list,
  export: hand,
  import: take,
}

/** The exchange of stored password hashes with hashcat. */
export const hashesCommand: CliCommand = {
  name: 'hashes',
  about:
    'Hand the stored password hashes of a site to hashcat, under an authorisation on record, and take its results back: each is made again here before it is believed, sealed into the vault, and tried on the other hashes of the same person. Hashes leave the case only this way, and the ledger says so; passphrases never do.',
  examples: [
    'holdfast hashes list --case ./op-fern',
    'holdfast hashes export --site 1 --out ./fern-hashes --case ./op-fern',
    'holdfast hashes import fern.potfile --case ./op-fern',
    'holdfast hashes import fern.potfile --keyring --case ./op-fern',
    'holdfast hashes import fern.potfile more.outfile --case ./op-fern --json',
  ],
  define: (command) =>
    common(
      command
        .argument('<deed>', Object.keys(deeds).join(', '))
        .argument(
          '[files...]',
          'import: potfiles, or outfiles in hashcat’s default form (hash:plain, hash:salt:plain)',
        ),
    )
      .option('--site <number>', 'export: whose hashes', integer('--site', 1, 1_000_000))
      .option('--keyring', 'import: put the passphrases on the keyring too, to be tried on what is closed')
      .option('--out <dir>', 'export: the folder to write to')
      .action(async (name: string, files: readonly string[], options: HashFlags) => {
        const deed = Object.hasOwn(deeds, name) ? deeds[name] : undefined
        if (!deed) throw new Error(`hashes does not know "${name}"; it knows ${Object.keys(deeds).join(', ')}`)
        await deed(files, options)
      }),
}

async function list(_: readonly string[], options: HashFlags): Promise<void> {
  await withCase(options, async ({ open: { db } }) => {
    const state = await hashesState(db)
    print(options, { schemes: state }, () =>
      state.length === 0
        ? 'No password hash was found.'
        : [
            '  site  accounts  recovered  hashcat  scheme',
            ...state.map(
              (s) =>
                `${String(s.site).padStart(6)}${String(s.accounts).padStart(10)}${String(s.recovered).padStart(11)}${String(s.mode ?? '-').padStart(9)}  ${s.scheme}${s.hashcat === null ? '' : ` (hashcat ${s.hashcat} or later)`}`,
            ),
          ].join('\n'),
    )
  })
}

async function hand(_: readonly string[], options: HashFlags): Promise<void> {
  const { site, out } = options
  if (site === undefined || out === undefined) throw new Error('export what, and where to? Give --site and --out')
  await withCase(options, async ({ open: { db }, signal }) => {
    const dir = resolve(out)
    const made = await exportHashes(db, site, dir, { by: options.as, at: clock() }, signal)
    print(options, { out: dir, ...made }, () =>
      [
        ...made.files.map(
          (f) =>
            `${String(f.hashes).padStart(10)} hashes of ${f.accounts} accounts: ${f.file}  (hashcat -m ${f.mode}${f.hashcat === null ? '' : `, ${f.hashcat} or later`})`,
        ),
        ...made.left.map((l) => `${String(l.accounts).padStart(10)} accounts left out, ${l.scheme}: ${l.why}`),
        `Written to ${dir} under ${made.authorities.map((a) => `authorisation ${a.authorisation} (${a.authority}, ${a.reference})`).join(' and ')}.`,
        'These files hold stored hashes, from which passphrases can be found. Keep them as you keep the exhibit; the ledger says that they left.',
      ].join('\n'),
    )
  })
}

async function take(files: readonly string[], options: HashFlags): Promise<void> {
  if (files.length === 0) throw new Error('import what? Name the potfiles or outfiles of hashcat')
  await withCase(options, async ({ open: { db }, signal, view }) => {
    const results: Imported[] = []
    for (const file of files) {
      view.say(`Making the hashes of ${file} again …`)
      results.push(
        await importResults(
          db,
          resolve(file),
          { by: options.as, at: clock() },
          { signal, keyring: options.keyring === true },
        ),
      )
    }
    print(options, { files: results }, () =>
      results
        .flatMap((r) => [
          `${r.file}: ${r.lines} lines`,
          `  ${r.verified} accounts verified, ${r.fresh} of them new; ${r.passphrases} passphrases sealed into the vault`,
          `  ${r.unmatched} lines match no hash, ${r.refuted} do not give the hash, ${r.unauthorised} are of sites without an authorisation`,
          `  ${r.reuse.checks} checks against other hashes of the same persons: ${r.reuse.held} fit${r.reuse.refused > 0 ? `; ${r.reuse.refused} not made for want of an authorisation` : ''}`,
          ...r.rejected.map((l) => `  line ${l.line}: ${l.why}`),
        ])
        .join('\n'),
    )
  })
}
