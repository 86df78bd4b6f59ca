import { imageInput } from '../image/entries.ts'
import { entriesOfDisk } from '../image/virtual.ts'
import { isPartOf } from '../image/vmdk-set.ts'
import type { Container } from '../unpack/container.ts'

/** A form of a virtual machine's disk: how it is told, and what qemu-img calls it. */
function virtualDisk(name: string, format: string, about: string, detect: (head: Buffer) => boolean): Container {
  return {
    name,
    about: `${about} (with qemu-img of package qemu-utils)`,
    detect: (first) => detect(Buffer.from(first.buffer, first.byteOffset, Math.min(first.length, 4096))),
    open: async function* (given) {
      const input = imageInput(given)
      // What a disk in several files has in one of them is read with the disk.
      if (format === 'vmdk' && isPartOf(input.name, await input.beside())) return
      yield* entriesOfDisk(format, input, input.place.toString(), 1)
    },
  }
}

/** QEMU's copy-on-write disks ("Qcow2 image file format": header). */
export const qcow2 = virtualDisk(
  'qcow2',
  'qcow2',
  'disks of QEMU and KVM (qcow2)',
  (h) => h.length > 4 && h.readUInt32BE(0) === 0x514649fb,
)

/** VMware's disks in one file ("Virtual Disk Format 5.0": sparse extent header). */
export const vmdk = virtualDisk(
  'vmdk',
  'vmdk',
  'disks of VMware in one file (vmdk)',
  (h) => h.toString('latin1', 0, 4) === 'KDMV',
)

/** Dynamic disks of Virtual PC and Hyper-V ("Virtual Hard Disk Image Format Specification": footer copy). */
export const vhd = virtualDisk(
  'vhd',
  'vpc',
  'dynamic disks of Hyper-V (vhd)',
  (h) => h.toString('latin1', 0, 8) === 'conectix',
)

/** Disks of Hyper-V ([MS-VHDX], 2.2.1). */
export const vhdx = virtualDisk(
  'vhdx',
  'vhdx',
  'disks of Hyper-V (vhdx)',
  (h) => h.toString('latin1', 0, 8) === 'vhdxfile',
)

/** VirtualBox's disks: signature behind the text of the header. */
export const vdi = virtualDisk(
  'vdi',
  'vdi',
  'disks of VirtualBox (vdi)',
  (h) => h.length > 68 && h.readUInt32LE(64) === 0xbeda107f,
)
