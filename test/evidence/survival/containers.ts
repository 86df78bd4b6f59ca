import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { containers } from '../../../src/evidence/containers/index.ts'
import { CannotOpen } from '../../../src/evidence/unpack/container.ts'
import { findProgram } from '../../../src/evidence/unpack/programs.ts'
import { writeLz4 } from '../../support/lz4.ts'
import { packedSamples } from './dumps.ts'
import type { Form } from './forms.ts'

const names = ['garden.sql', 'rails/box.txt', 'stamps.bin', 'empty']
const contents = [
  packedSamples.text.subarray(0, 30_000),
  Buffer.from('signal '.repeat(900)),
  Buffer.alloc(9000, 7),
  Buffer.alloc(0),
]

function tar(): Buffer {
  const parts = names.flatMap((name, i) => {
    const head = Buffer.alloc(512)
    head.write(name, 0)
    head.write('0000644\0', 100)
    head.write(`${contents[i]!.length.toString(8).padStart(11, '0')}\0`, 124)
    head.write('14000000000\0', 136)
    head.write('0ustar\u000000', 156)
    head.fill(' ', 148, 156)
    head.write(
      `${head
        .reduce((a, b) => a + b, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    )
    return [head, contents[i]!, Buffer.alloc((512 - (contents[i]!.length % 512)) % 512)]
  })
  return Buffer.concat([...parts, Buffer.alloc(1024)])
}

function zip(): Buffer {
  const parts: Buffer[] = []
  const central: Buffer[] = []
  let at = 0
  for (const [i, name] of names.entries()) {
    const [content, stored] = [contents[i]!, i === 1]
    const packed = stored ? content : deflateRawSync(content)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(stored ? 0 : 8, 4)
    fields.writeUInt32LE(crc32(content), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(content.length, 18)
    fields.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(at, 10)
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), fields, tail, Buffer.from(name)]))
    parts.push(local)
    at += local.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(names.length, 8)
  end.writeUInt16LE(names.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, directory, end])
}

const message = (n: number): string =>
  `From: Anna <anna@garden.example>\nTo: board@rail.example\nSubject: Roses ${n}\nDate: Mon, 1 May 2023 10:00:${10 + (n % 50)} +0000\nMessage-ID: <${n}@garden.example>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b${n}"\n\n--b${n}\nContent-Type: text/plain; charset=utf-8\n\nAbout roses ${n}\n--b${n}\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename="a${n}.bin"\nContent-Transfer-Encoding: base64\n\n${Buffer.alloc(300, n).toString('base64')}\n--b${n}--\n`
const letters = Array.from({ length: 40 }, (_, n) => message(n))
const mbox = letters.map((text) => `From anna@garden.example Mon May  1 10:00:00 2023\n${text}\n`).join('')

/** Folder of the files that are written for containers, each process its own. */
export const scratch = join(tmpdir(), `holdfast-survival-${process.pid}`)
/** More is not taken out of one container. */
const most = 64 << 20

/** How a file is opened as a container. */
export function open(name: string, sample: Buffer | null, extra: Partial<Form> = {}, kind = name): Form {
  const container = containers.find((c) => c.name === kind)
  return {
    name: `${name} files`,
    sample: sample ?? Buffer.alloc(0),
    told: true,
    ...((sample === null || container === undefined) && { missing: 'its program or its reader is not here' }),
    ...extra,
    read: async (data) => {
      mkdirSync(scratch, { recursive: true })
      const place = join(scratch, 'container')
      rmSync(place, { force: true })
      writeFileSync(place, data)
      chmodSync(place, 0o444)
      let [things, told, taken] = [0, 0, 0]
      const report = ({ severity }: { readonly severity: string }): void => {
        if (severity !== 'note') told++
      }
      const { signal } = new AbortController()
      try {
        for await (const entry of container!.open({ place, name: 'container', report, signal, seconds: 60, scratch })) {
          things++
          if (entry.content === null) continue
          for await (const piece of entry.content) {
            taken += piece.length
            if (taken > most) break
          }
          if (taken > most) break
        }
      } catch (error) {
        if (!(error instanceof CannotOpen)) throw error
        told++
      }
      if (Buffer.compare(readFileSync(place), data) !== 0) throw new Error('the file was changed')
      return { things, told, digest: '' }
    },
  }
}

/** What a program packs; null where it is not there. */
function packed(program: string, args: readonly string[], input: Buffer): Buffer | null {
  const path = findProgram([program])
  return path === null ? null : execFileSync(path, args, { input, maxBuffer: 1 << 28 })
}

function sevenZip(): Buffer | null {
  const path = findProgram(['7zz', '7z'])
  if (path === null) return null
  mkdirSync(scratch, { recursive: true })
  const [from, to] = [join(scratch, 'garden.sql'), join(scratch, 'garden.7z')]
  rmSync(to, { force: true })
  writeFileSync(from, packedSamples.text)
  execFileSync(path, ['a', '-bd', to, from], { stdio: 'ignore' })
  return readFileSync(to)
}

/** Another program is started for each of these: so many fewer changes are tried. */
const started = { share: 0.02 }

/** Files that hold other files. */
export const containerForms: readonly Form[] = [
  open('zip', zip()),
  open('gzip', packedSamples.gzip),
  open('tar', tar()),
  open('mbox', Buffer.from(mbox), { told: false }),
  open('mail-with-files', Buffer.from(message(7)), { told: false }),
  open('pg-dump-custom', packedSamples.custom),
  open('pg-dump-custom, packed', packedSamples.customPacked, {}, 'pg-dump-custom'),
  open('lz4', writeLz4(packedSamples.text, { blockSums: true })),
  open('lz4, linked blocks', writeLz4(packedSamples.text.subarray(0, 30_000), { linked: true }), {}, 'lz4'),
  // Text cut between two characters is told by the reader of what it holds.
  open('utf-16', Buffer.from(`\ufeff${packedSamples.text.toString('utf8')}`, 'utf16le'), { told: false }),
  open('xz', packed('xz', ['-c'], packedSamples.text), started),
  open('bzip2', packed('bzip2', ['-c'], packedSamples.text), started),
  open('zstd', packed('zstd', ['-c'], packedSamples.text), started),
  open('7z', sevenZip(), started),
]

/** Removes what was written. */
export function cleanUp(): void {
  rmSync(scratch, { recursive: true, force: true })
}
