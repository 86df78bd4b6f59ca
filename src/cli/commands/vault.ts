import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Appointed } from '../../unlock/custodians.ts'
import { vaultStatus } from '../../unlock/queries.ts'
import { initVault, reveal } from '../../unlock/vault.ts'
import { type CliCommand, type CommonOptions, clock, common, integer, print, withCase } from '../command.ts'
import { type CustodianFlags, credentialsOf, custodianFlags, readSecret } from '../secrets.ts'

interface VaultFlags extends CommonOptions, CustodianFlags {
  readonly reason?: string
  readonly out?: string
}

const deeds: Readonly<Record<string, (what: string | undefined, options: VaultFlags) => Promise<void>>> = {
  init,
  status,
  reveal: show,
}

/** The vault of keys and passphrases. */
export const vaultCommand: CliCommand = {
  name: 'vault',
  about:
    'Make the vault that keys and passphrases are sealed into, see who its custodians are, and reveal one value to two of them with a reason. In an exercise it is made by itself.',
  examples: [
    'holdfast vault init --custodian "A. Ash" --custodian "B. Birch" --custodian "C. Cedar" --case ./op-fern',
    'holdfast vault init --custodian Ash --credential ash.txt --custodian Birch --credential birch.pub --case ./op-fern',
    'holdfast vault status --case ./op-fern --json',
    'holdfast vault reveal 3 --custodian Ash --custodian Birch --reason "hearing of 4 May" --case ./op-fern',
  ],
  define: (command) =>
    custodianFlags(
      common(
        command.argument('<deed>', Object.keys(deeds).join(', ')).argument('[what]', 'reveal: the number of the value'),
      ),
    )
      .option('--reason <text>', 'reveal: why, for the ledger')
      .option('--out <file>', 'reveal: write the value to a new file instead of the terminal')
      .action(async (name: string, what: string | undefined, options: VaultFlags) => {
        const deed = Object.hasOwn(deeds, name) ? deeds[name] : undefined
        if (!deed) throw new Error(`vault does not know "${name}"; it knows ${Object.keys(deeds).join(', ')}`)
        await deed(what, options)
      }),
}

async function init(_: string | undefined, options: VaultFlags): Promise<void> {
  await withCase(options, async ({ open: { db } }) => {
    const appointed: Appointed[] = []
    for (const [i, name] of options.custodian.entries()) {
      const message = `A passphrase of ${name}, twelve characters at least, or their age public key (age1…)`
      const given = (await readSecret(options.credential[i], message)).trim()
      const recipient = /^age1[0-9a-z]{50,}$/m.exec(given)?.[0]
      appointed.push(recipient ? { name, recipient } : { name, passphrase: given })
    }
    await initVault(db, appointed, { by: options.as, at: clock() })
    const made = await vaultStatus(db)
    print(options, made, () => `The vault is there. Any two of these open it: ${made?.custodians.join(', ')}.`)
  })
}

async function status(_: string | undefined, options: VaultFlags): Promise<void> {
  await withCase(options, async ({ open: { db } }) => {
    const found = await vaultStatus(db)
    print(options, found ?? { vault: null }, () =>
      found === null
        ? 'There is no vault yet. Make it with: holdfast vault init --custodian NAME --custodian NAME'
        : [
            `recipient   ${found.recipient}`,
            `custodians  ${found.custodians.join(', ')}${found.exercise ? ' (exercise: everybody knows their passphrases)' : ''}`,
            `values      ${found.values}`,
          ].join('\n'),
    )
  })
}

async function show(what: string | undefined, options: VaultFlags): Promise<void> {
  const secret = integer('the number of the value', 1, 2_000_000_000)(what ?? '')
  await withCase(options, async ({ open: { db } }) => {
    const credentials = await credentialsOf(db, options)
    const value = await reveal(db, secret, credentials, options.reason ?? '', { by: options.as, at: clock() })
    if (options.out === undefined) return print(options, { secret, value }, () => value)
    const out = resolve(options.out)
    await writeFile(out, value, { mode: 0o600, flag: 'wx' })
    print(options, { secret, out }, () => `Wrote ${out}, for you alone to read.`)
  })
}
