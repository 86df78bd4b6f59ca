import type { Container } from '../unpack/container.ts'
import { bzip2, xz, zstd } from './compressed.ts'
import { cutFile } from './cut.ts'
import { diskImage } from './disk-image.ts'
import { expertWitness } from './expert-witness.ts'
import { gzip } from './gzip.ts'
import { lz4 } from './lz4.ts'
import { mbox, message } from './mail.ts'
import { pgCustom } from './pg-custom.ts'
import { pst } from './pst.ts'
import { rar, sevenZip } from './seven-zip.ts'
import { tar } from './tar.ts'
import { utf16 } from './utf16.ts'
import { qcow2, vdi, vhd, vhdx, vmdk } from './virtual-disk.ts'
import { vmdkSet } from './vmdk-set.ts'
import { zip } from './zip.ts'

/**
 * What can be opened, told by magic numbers first, then by what the text says; tar and raw disks have none that is certain
 * and come last.
 */
export const containers: readonly Container[] = [
  zip,
  gzip,
  xz,
  bzip2,
  zstd,
  lz4,
  sevenZip,
  rar,
  pgCustom,
  pst,
  expertWitness,
  qcow2,
  vmdk,
  vmdkSet,
  vhd,
  vhdx,
  vdi,
  utf16,
  mbox,
  message,
  tar,
  diskImage,
  cutFile,
]
