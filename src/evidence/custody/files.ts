import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ledgerFile, parseLine } from '../ledger.ts'
import { leafHash } from './merkle.ts'

/** Where what strengthens the ledger lies in the case folder. */
export const headsFile = 'custody.heads.jsonl'
export const privateKeyFile = 'custody.key'
export const publicKeyFile = 'custody.pub'
export const proofsFolder = 'custody.proofs'
export const stampsFolder = 'custody.stamps'

/** The entries of the ledger's file as bytes, in order, and the leaf hash of each. */
export interface Leaves {
  readonly entries: readonly string[]
  readonly hashes: readonly Buffer[]
}

/** Reads the leaves of the tree; a line that is no entry is a leaf as it stands, so that every line counts. */
export async function readLeaves(caseDir: string): Promise<Leaves> {
  const text = await readFile(join(caseDir, ledgerFile), 'utf8').catch(() => '')
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  const entries = lines.map((line) => parseLine(line)?.entry ?? line)
  return { entries, hashes: entries.map(leafHash) }
}

/** A file's text; null where there is none. */
export async function textOf(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
}
