import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { proofsFolder } from '../../evidence/custody/files.ts'
import { parseHead } from '../../evidence/custody/heads.ts'
import { proveEntry, proveGrowth } from '../../evidence/custody/prove.ts'
import { readRegister } from '../../evidence/custody/register.ts'
import { registerMarkdown } from '../../evidence/custody/register-markdown.ts'
import { makeCaseKey, signHead } from '../../evidence/custody/sign.ts'
import { requestStamp, takeStamp } from '../../evidence/custody/stamp.ts'
import { type CliCommand, type CommonOptions, clock, common, integer, print, withCase } from '../command.ts'

interface CustodyFlags extends CommonOptions {
  readonly makeKey?: true
  readonly key?: string
  readonly from?: number
  readonly to?: number
  readonly ca?: string
  readonly out?: string
}

const most = 1_000_000_000

/** What can be asked for, in the order the work is done. */
const deeds: Readonly<Record<string, (what: string | undefined, options: CustodyFlags) => Promise<void>>> = {
  sign,
  prove,
  timestamp,
  register,
}

/** Strengthens the ledger and prints the exhibit register. */
export const custodyCommand: CliCommand = {
  name: 'custody',
  about:
    'Strengthen the custody ledger: sign it as it stands, prove an entry to others, have it time-stamped by exchange of files, and print the exhibit register.',
  examples: [
    'holdfast custody sign --make-key --case ./op-fern',
    'holdfast custody sign --case ./op-fern --json',
    'holdfast custody prove 12 --case ./op-fern --out entry-12.json',
    'holdfast custody prove --from 20 --to 60 --case ./op-fern',
    'holdfast custody timestamp --case ./op-fern',
    'holdfast custody timestamp reply.tsr --ca authority.pem --case ./op-fern',
    'holdfast custody register --case ./op-fern --out register.md',
    'holdfast custody register --case ./op-fern --json',
  ],
  define: (command) =>
    common(
      command
        .argument('<deed>', Object.keys(deeds).join(', '))
        .argument('[what]', 'prove: the number of a ledger entry; timestamp: the authority’s reply'),
    )
      .option('--make-key', 'sign: make the case’s Ed25519 key pair first')
      .option('--key <file>', 'sign: the private key, where it is kept outside the case folder')
      .option('--from <entries>', 'prove: that the head signed at so many entries …', integer('--from', 1, most))
      .option('--to <entries>', 'prove: … grew to this one; the last head otherwise', integer('--to', 1, most))
      .option('--ca <file>', 'timestamp: certificates (PEM) of the authorities you trust')
      .option('--out <file>', 'prove, register: where to write')
      .action(async (name: string, what: string | undefined, options: CustodyFlags) => {
        const deed = Object.hasOwn(deeds, name) ? deeds[name] : undefined
        if (!deed) throw new Error(`custody does not know "${name}"; it knows ${Object.keys(deeds).join(', ')}`)
        await deed(what, options)
      }),
}

async function sign(_: string | undefined, options: CustodyFlags): Promise<void> {
  await withCase(options, async ({ open: { db, caseDir } }) => {
    const who = { by: options.as, ...(options.key ? { keyPath: resolve(options.key) } : {}) }
    if (options.makeKey) await makeCaseKey(db, caseDir, { ...who, at: clock() })
    const { head, sha256 } = await signHead(db, caseDir, { ...who, at: clock() })
    print(options, { ...head, sha256 }, () =>
      [
        `Signed ${head.size} entries at ${head.at}.`,
        `root         ${head.root}`,
        `signed head  ${sha256}`,
        `key          ${head.key}`,
        'Note the key and the signed head outside the case: on paper, in the case diary, with a time-stamping authority.',
      ].join('\n'),
    )
  })
}

/** Reads the case folder alone, so that it can be done where no database is. */
async function prove(what: string | undefined, options: CustodyFlags): Promise<void> {
  const caseDir = resolve(options.case)
  if ((what === undefined) === (options.from === undefined))
    throw new Error(
      'prove what? Give the number of a ledger entry, or --from and --to for the growth between two heads',
    )
  const proof =
    options.from === undefined
      ? await proveEntry(caseDir, integer('the entry', 1, most)(what ?? ''))
      : await proveGrowth(caseDir, options.from, options.to)
  const name =
    proof.proves === 'entry' ? `entry-${proof.seq}` : `growth-${options.from}-${parseHead(proof.head)?.head.size}`
  const out = resolve(options.out ?? join(caseDir, proofsFolder, `${name}.json`))
  await mkdir(dirname(out), { recursive: true })
  await writeFile(out, `${JSON.stringify(proof, null, 2)}\n`)
  print(options, { out, ...proof }, () =>
    [`Wrote ${out}.`, 'Anybody checks it with: node verify.mjs --proof FILE --key FINGERPRINT'].join('\n'),
  )
}

async function timestamp(reply: string | undefined, options: CustodyFlags): Promise<void> {
  await withCase(options, async ({ open: { db, caseDir } }) => {
    if (reply === undefined) {
      const written = await requestStamp(caseDir, randomBytes(16))
      print(options, written, () =>
        [
          `Wrote ${join(caseDir, written.request)} for the head of ${written.size} entries.`,
          'Carry it to a time-stamping authority (Content-Type application/timestamp-query), bring its reply back, and give:',
          `  holdfast custody timestamp REPLY.tsr --ca AUTHORITY.pem --case ${options.case}`,
        ].join('\n'),
      )
      return
    }
    const stamp = await takeStamp(db, caseDir, {
      path: resolve(reply),
      ...(options.ca ? { caPath: resolve(options.ca) } : {}),
      by: options.as,
      at: clock(),
    })
    print(options, stamp, () =>
      [
        `Head ${stamp.number} existed at ${stamp.genTime}: ${stamp.path}`,
        `policy ${stamp.policy}, serial ${stamp.serial}, signed by ${stamp.signer ?? 'a certificate that is not in the reply'}`,
        stamp.signature
          ? 'The signature holds and leads to the given authority.'
          : 'The signature was NOT checked: name the authority’s certificates with --ca.',
      ].join('\n'),
    )
  })
}

async function register(_: string | undefined, options: CustodyFlags): Promise<void> {
  await withCase(options, async ({ open: { db } }) => {
    const made = await readRegister(db)
    const out = options.out === undefined ? null : resolve(options.out)
    const text = out?.endsWith('.json') ? `${JSON.stringify(made, null, 2)}\n` : registerMarkdown(made)
    if (out !== null) await writeFile(out, text)
    print(options, made, () => (out === null ? text.trimEnd() : `Wrote ${out}.`))
  })
}
