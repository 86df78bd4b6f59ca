import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { appendCustody, inTransaction } from '../../db/custody.ts'
import { type OpenedTransfer, openTransfer, readIdentity } from '../../evidence/transfer/open.ts'
import { sealTransfer } from '../../evidence/transfer/seal.ts'
import { type CliCommand, type CommonOptions, clock, common, print, withCase } from '../command.ts'

interface TransferFlags extends CommonOptions {
  readonly to?: readonly string[]
  readonly exhibits?: readonly string[]
  readonly wholeCase?: true
  readonly identity?: string
  readonly key?: string
  readonly signWith?: string
  readonly out?: string
}

/** The two ends of a transfer. */
const deeds: Readonly<Record<string, (file: string | undefined, options: TransferFlags) => Promise<void>>> = {
  seal,
  open,
}

/** Exhibits and cases between laboratories. */
export const transferCommand: CliCommand = {
  name: 'transfer',
  about:
    'Send exhibits, or a case with its ledger, to another laboratory in one sealed file: a manifest with every hash, signed with the case’s custody key, encrypted to the recipient’s age key. Opening verifies the signature and every file before anything is used; both ends enter it in their ledgers. Keys and the vault are never sent.',
  examples: [
    'holdfast transfer seal --to age1qyq… --exhibits FN-1 FN-2 --out fern.holdfast.age --case ./op-fern',
    'holdfast transfer seal --to age1qyq… --to age1zvk… --whole-case --out fern-case.holdfast.age --case ./op-fern --json',
    'holdfast transfer open fern.holdfast.age --identity lab-key.txt --case ./op-fern-here',
    'holdfast transfer open fern.holdfast.age --identity lab-key.txt --key 5d41… --out ./fern --case ./op-fern-here',
  ],
  define: (command) =>
    common(command.argument('<deed>', Object.keys(deeds).join(', ')).argument('[file]', 'open: the sealed file'))
      .option('--to <recipients...>', 'seal: age public keys of those who may open it')
      .option('--exhibits <numbers...>', 'seal: these exhibits')
      .option('--whole-case', 'seal: all exhibits, the ledger and what strengthens it')
      .option('--sign-with <file>', 'seal: the custody key, where it is kept outside the case folder')
      .option('--identity <file>', 'open: the file with your age private key')
      .option('--key <fingerprint>', 'open: the sender’s key, as told by another way')
      .option(
        '--out <path>',
        'seal: the file to write; open: the folder to write (without it the file is only verified)',
      )
      .action(async (name: string, file: string | undefined, options: TransferFlags) => {
        const deed = Object.hasOwn(deeds, name) ? deeds[name] : undefined
        if (!deed) throw new Error(`transfer does not know "${name}"; it knows ${Object.keys(deeds).join(', ')}`)
        await deed(file, options)
      }),
}

async function seal(_: string | undefined, options: TransferFlags): Promise<void> {
  const { to = [], exhibits, wholeCase, out } = options
  if (out === undefined) throw new Error('seal into what? Name a file with --out')
  if ((exhibits === undefined) === (wholeCase === undefined))
    throw new Error('seal what? Name exhibits with --exhibits, or give --whole-case')
  await withCase(options, async ({ open: { db, caseDir }, signal }) => {
    const sealed = await sealTransfer(db, caseDir, {
      wanted: wholeCase ? 'case' : { exhibits: exhibits ?? [] },
      to,
      out: resolve(out),
      by: options.as,
      at: clock(),
      signal,
      ...(options.signWith ? { keyPath: resolve(options.signWith) } : {}),
    })
    print(options, sealed, () =>
      [
        `Sealed ${sealed.exhibits.length} exhibits in ${sealed.files} files into ${sealed.out}.`,
        `sha256  ${sealed.sha256}`,
        `key     ${sealed.key}`,
        'Tell the recipient both by another way than the file: they compare them when they open it.',
      ].join('\n'),
    )
  })
}

async function open(file: string | undefined, options: TransferFlags): Promise<void> {
  if (file === undefined) throw new Error('open what? Name the sealed file')
  if (options.identity === undefined) throw new Error('open with what? Name your age private key with --identity')
  const identity = await readIdentity(resolve(options.identity))
  // Verifying alone needs no case; where one is, its ledger says that it was done.
  const noted = options.out !== undefined || existsSync(join(resolve(options.case), 'holdfast-case.json'))
  const work = (signal?: AbortSignal): Promise<OpenedTransfer> =>
    openTransfer({
      file: resolve(file),
      identity,
      ...(options.out ? { out: resolve(options.out) } : {}),
      ...(options.key ? { key: options.key } : {}),
      ...(signal ? { signal } : {}),
    })
  const opened = noted
    ? await withCase({ ...options, create: true }, async ({ open: { db }, signal }) => {
        const found = await work(signal)
        await inTransaction(db, () =>
          appendCustody(db, {
            at: clock().toISOString(),
            actor: options.as,
            action: options.out === undefined ? 'verify-transfer' : 'open-transfer',
            subject: found.sha256,
            detail: detailOf(found),
          }),
        )
        return found
      })
    : await work()
  if (opened.faults.length > 0) process.exitCode = 1
  const { manifest } = opened
  print(options, { ...detailOf(opened), out: options.out ? resolve(options.out) : null, faults: opened.faults }, () =>
    [
      `Sealed by ${manifest.by} at ${manifest.at}${manifest.operation === null ? '' : `, ${manifest.operation}`}.`,
      `sha256  ${opened.sha256}`,
      `key     ${manifest.key}${options.key ? ' (as expected)' : ' (compare it with the sender by another way)'}`,
      ...manifest.exhibits.map((e) => `${e.number}  ${e.description}  ${e.sha256}  ${e.path}`),
      ...(opened.faults.length === 0
        ? [
            `${opened.files} files are as the manifest says${opened.resumed > 0 ? `, ${opened.resumed} of them from before` : ''}.`,
            ...(options.out
              ? [`Written to ${resolve(options.out)}. Acquire each exhibit from there under its number.`]
              : []),
          ]
        : [
            ...opened.faults.map((f) => `${f.place}: ${f.what}`),
            `NOT to be used: ${opened.faults.length} faults.${options.out ? ` What was verified stays in ${resolve(options.out)}.partial, for the next try with a whole file.` : ''}`,
          ]),
    ].join('\n'),
  )
}

function detailOf({ sha256, manifest, manifestSha256, files, resumed, faults }: OpenedTransfer) {
  return {
    sha256,
    manifest: manifestSha256,
    key: manifest.key,
    from: manifest.by,
    sealed_at: manifest.at,
    operation: manifest.operation,
    exercise: manifest.exercise,
    ledger: manifest.ledger,
    exhibits: manifest.exhibits,
    files,
    resumed,
    faults: faults.length,
  }
}
