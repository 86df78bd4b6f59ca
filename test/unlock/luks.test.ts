import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { OpenInput, TriedKey } from '../../src/unlock/opener.ts'
import { luks } from '../../src/unlock/openers/luks.ts'
import { findProgram } from '../../src/unlock/program.ts'
import { temporaryFolder } from '../support/folder.ts'
import { noise } from './support/noise.ts'
import { qemuLuks } from './support/qemu-luks.ts'

const folder = temporaryFolder('luks')
const at = (name: string): string => join(folder, name)
const plain = noise((1 << 20) + 4096)
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

const key = (value: string): TriedKey => ({ key: 1, kind: 'passphrase', form: 'passphrase', value, identifiers: [] })
const opened = async (image: Buffer, value: string, offset = 0): Promise<Buffer> => {
  const read = async (from: number, n: number): Promise<Buffer> => image.subarray(from, from + n)
  const input: OpenInput = {
    ...{
      place: '',
      peek: { size: image.length, read },
      form: 'luks',
      detail: {},
      offset,
      length: image.length - offset,
    },
    ...{ signal: new AbortController().signal, seconds: 60, passphrases: [] },
  }
  const parts: Uint8Array[] = []
  for await (const { content } of luks.open(input, key(value))) for await (const piece of content) parts.push(piece)
  return Buffer.concat(parts)
}

writeFileSync(at('plain.raw'), plain)
writeFileSync(at('key'), 'narrow gauge')

describe('LUKS volumes made by others', () => {
  const qemu = findProgram(['qemu-img'])
  test.skipIf(qemu === null)(
    'version 1, by qemu-img (skipped without it)',
    async () => {
      for (const [cipher, more] of [
        ['aes-256', 'cipher-mode=xts,ivgen-alg=plain64'],
        ['aes-128', 'cipher-mode=cbc,ivgen-alg=essiv,ivgen-hash-alg=sha256'],
      ] as const) {
        qemuLuks(at('plain.raw'), at('one.luks'), at('key'), `cipher-alg=${cipher}`, more)
        const image = readFileSync(at('one.luks'))
        expect(sha256(await opened(image, 'narrow gauge'))).toBe(sha256(plain))
        const shifted = Buffer.concat([Buffer.alloc(1024), image])
        expect(sha256(await opened(shifted, 'narrow gauge', 1024))).toBe(sha256(plain))
        await expect(opened(image, 'broad gauge')).rejects.toMatchObject({ outcome: 'wrong-key' })
      }
    },
    60_000,
  )

  const cryptsetup = findProgram(['cryptsetup'])
  test.skipIf(cryptsetup === null)(
    'version 2, by cryptsetup (skipped without it)',
    async () => {
      for (const [kdf, sector] of [
        ['argon2id', '512'],
        ['pbkdf2', '4096'],
      ] as const) {
        const path = at(`two-${kdf}.luks`)
        writeFileSync(path, plain)
        truncateSync(path, plain.length + (32 << 20))
        const work =
          kdf === 'pbkdf2'
            ? ['--pbkdf-force-iterations', '1000']
            : ['--pbkdf-memory', '64', '--pbkdf-force-iterations', '4']
        // Encrypts a plain file where it lies, without the device mapper.
        execFileSync(
          cryptsetup!,
          [
            'reencrypt',
            '--encrypt',
            '--type',
            'luks2',
            '--reduce-device-size',
            '32M',
            '--pbkdf',
            kdf,
            ...work,
            '--sector-size',
            sector,
            '-q',
            '--key-file',
            at('key'),
            path,
          ],
          { stdio: 'pipe' },
        )
        const image = readFileSync(path)
        expect(sha256((await opened(image, 'narrow gauge')).subarray(0, plain.length))).toBe(sha256(plain))
        await expect(opened(image, 'broad gauge')).rejects.toMatchObject({ outcome: 'wrong-key' })
      }
    },
    60_000,
  )
})
