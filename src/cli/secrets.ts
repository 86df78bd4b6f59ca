import { readFile } from 'node:fs/promises'
import { password } from '@clack/prompts'
import type { Command } from 'commander'
import type { ClientBase } from 'pg'
import type { Credential } from '../unlock/custodians.ts'
import { vaultStatus } from '../unlock/queries.ts'
import { exerciseCredentials } from '../unlock/vault.ts'

/**
 * Secrets never travel as arguments, where every user of the machine and the shell's history see them: they are read from a
 * file, from standard input, or asked for at the terminal.
 */

/** Longer input is no secret that anybody meant. */
const most = 8 << 20

/** A secret from a file, from standard input (`-`, or no terminal), or asked for. */
export async function readSecret(file: string | undefined, message: string): Promise<string> {
  if (file !== undefined && file !== '-') return withoutEnd(await readFile(file, 'utf8'))
  if (file === undefined && process.stdin.isTTY) {
    const answer = await password({ message })
    if (typeof answer !== 'string') throw new Error('stopped: nothing was entered')
    return answer
  }
  const parts: Buffer[] = []
  let size = 0
  for await (const part of process.stdin) {
    parts.push(part as Buffer)
    size += (part as Buffer).length
    if (size > most) throw new Error('standard input is longer than a secret can be')
  }
  return withoutEnd(Buffer.concat(parts).toString('utf8'))
}

/** A key from a file: the text of a private key, or the bytes in base64. */
export async function readKeyFile(file: string | undefined, text: boolean): Promise<string> {
  if (file === undefined || file === '-') {
    if (text) return readSecret(file, 'The key')
    throw new Error('a key file is named with --from')
  }
  const bytes = await readFile(file)
  const armoured = bytes.includes('-----BEGIN') || bytes.includes('AGE-SECRET-KEY-')
  return bytes.toString(text && armoured ? 'latin1' : 'base64')
}

/** The line end that editors and `echo` add is no part of a passphrase. */
function withoutEnd(text: string): string {
  return text.replace(/\r?\n$/, '')
}

/** The flags by which custodians present themselves. */
export interface CustodianFlags {
  readonly custodian: readonly string[]
  readonly credential: readonly string[]
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value]

/** Adds --custodian and --credential. */
export function custodianFlags(command: Command): Command {
  return command
    .option('--custodian <name>', 'a custodian of the vault; once for each', collect, [])
    .option('--credential <file>', 'their passphrase or age key, in the same order; asked for otherwise', collect, [])
}

/** What the named custodians present. In an exercise nobody need be named: everybody knows its passphrases. */
export async function credentialsOf(db: ClientBase, flags: CustodianFlags): Promise<readonly Credential[]> {
  if (flags.custodian.length === 0 && (await vaultStatus(db))?.exercise !== false) return exerciseCredentials
  const credentials: Credential[] = []
  for (const [i, custodian] of flags.custodian.entries())
    credentials.push({ custodian, credential: await readSecret(flags.credential[i], `What ${custodian} presents`) })
  return credentials
}
