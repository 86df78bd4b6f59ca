import type { OpenCase } from './case.ts'
import { openClosedVolume } from './closed-volumes.ts'
import { keepOne } from './evidence/keeper.ts'
import { writeName } from './evidence/names.ts'
import { readSettings } from './evidence/settings/software.ts'
import { type ConfiguredValue, type Gathered, gatherKeys } from './unlock/gather.ts'
import { type Tried, type TryOptions, tryKeys } from './unlock/try.ts'
import type { Who } from './unlock/vault.ts'

/** What one closed thing may open to: disks are large, and a limit here would lose evidence; the disk's own end is one. */
const most = 16 * 2 ** 40

/**
 * Tries keys on what is closed in a case. What comes out is kept as unpacked files are; the next run takes it among the files
 * of its exhibit and goes on from there.
 */
export function unlockCase(
  { db, caseDir }: Pick<OpenCase, 'db' | 'caseDir'>,
  options: Omit<TryOptions, 'caseDir'>,
): Promise<readonly Tried[]> {
  const lent = {
    keep: (content: AsyncIterable<Uint8Array>) => keepOne(caseDir, content, most, options.signal),
    writeName,
    openVolume: (file: number) => openClosedVolume(db, caseDir, file),
  }
  return tryKeys(db, lent, { ...options, caseDir })
}

/** Puts on the ring what lies in the evidence of a case: secrets of configuration files, private keys. */
export function gatherFromCase(
  { db, caseDir }: Pick<OpenCase, 'db' | 'caseDir'>,
  authority: string,
  who: Who,
): Promise<readonly Gathered[]> {
  const read = (bytes: Buffer): readonly ConfiguredValue[] =>
    (readSettings(bytes)?.settings ?? []).flatMap(({ secret, value }, i) => (secret ? [{ n: i + 1, value }] : []))
  return gatherKeys(db, caseDir, read, authority, who)
}
