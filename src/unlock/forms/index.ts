import type { LockedForm } from '../form.ts'
import { luks } from './luks.ts'
import { office } from './office.ts'
import { openDocument } from './open-document.ts'
import { pdf } from './pdf.ts'
import { pgp } from './pgp.ts'
import { privateKeys } from './private-keys.ts'
import { random } from './random.ts'
import { rar } from './rar.ts'
import { sevenZip } from './seven-zip.ts'
import { bySignature } from './signatures.ts'
import { volumes } from './volumes.ts'
import { zip } from './zip.ts'

/** How closed things are told, the certain signs first. */
export const forms: readonly LockedForm[] = [
  zip,
  sevenZip,
  rar,
  office,
  pdf,
  openDocument,
  luks,
  volumes,
  bySignature,
  pgp,
  privateKeys,
]

/** What is asked only where nothing else recognised the file. */
export const lastForms: readonly LockedForm[] = [random]
