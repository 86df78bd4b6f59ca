import type { Container } from '../unpack/container.ts'
import { bzip2, xz, zstd } from './compressed.ts'
import { gzip } from './gzip.ts'
import { mbox, message } from './mail.ts'
import { pgCustom } from './pg-custom.ts'
import { pst } from './pst.ts'
import { rar, sevenZip } from './seven-zip.ts'
import { tar } from './tar.ts'
import { zip } from './zip.ts'

/** What can be opened, told by magic numbers first, then by what the text says; tar has none that is certain and comes last. */
export const containers: readonly Container[] = [
  zip,
  gzip,
  xz,
  bzip2,
  zstd,
  sevenZip,
  rar,
  pgCustom,
  pst,
  mbox,
  message,
  tar,
]
