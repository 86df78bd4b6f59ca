import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { entriesOf, imageInput } from '../../../src/evidence/image/entries.ts'
import { mapped } from '../../../src/evidence/image/image.ts'
import { openRaw } from '../../../src/evidence/image/raw.ts'
import { findProgram } from '../../../src/evidence/unpack/programs.ts'
import { temporaryFolder } from '../../support/folder.ts'

const folder = temporaryFolder('xfs')
const mkfs = findProgram(['mkfs.xfs'])
const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex')
const small = Buffer.from('gauge=H0\n')
const large = Buffer.concat(Array.from({ length: 60_000 }, (_, i) => Buffer.from(`siding ${i}\n`)))
const folders = [
  ['few', 4],
  ['block', 60],
  ['leaf', 400],
  ['node', 6000],
] as const

/** A volume that mkfs.xfs fills from a prototype file (mkfs.xfs(8), -p). */
function made(options: readonly string[]): string {
  const image = join(folder, 'made.img')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'small'), small)
  writeFileSync(join(folder, 'large'), large)
  const lines = [
    '/dev/null',
    '0 0',
    'd--755 0 0',
    `large.txt ---644 0 0 ${join(folder, 'large')}`,
    'link l--777 0 0 large.txt',
  ]
  for (const [name, count] of folders) {
    lines.push(`${name} d--755 0 0`)
    for (let i = 0; i < count; i++) lines.push(`a-name-of-some-length-${i} ---644 0 0 ${join(folder, 'small')}`)
    lines.push('$')
  }
  writeFileSync(join(folder, 'prototype'), `${lines.join('\n')}\n$\n`)
  rmSync(image, { force: true })
  writeFileSync(image, '')
  truncateSync(image, 320 << 20)
  execFileSync(mkfs!, ['-q', '-f', ...options, '-p', join(folder, 'prototype'), image], { stdio: 'ignore' })
  return image
}

describe.skipIf(mkfs === null)('a volume that mkfs.xfs wrote (needs xfsprogs)', () => {
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each([
    ['version 5', []],
    ['version 4 without kinds in names', ['-m', 'crc=0', '-n', 'ftype=0']],
    ['blocks of 1 kB and directories of 8 kB', ['-b', 'size=1024', '-n', 'size=8192']],
    ['sectors of 4 kB and inodes of 1 kB', ['-s', 'size=4096', '-i', 'size=1024']],
  ] as const)(
    'of %s gives all its files, folders of every form, and no finding',
    async (_, options) => {
      const image = openRaw([made(options)])
      const troubles: string[] = []
      const signal = new AbortController().signal
      const report = (t: { readonly detail: string }): void => void troubles.push(t.detail)
      const input = imageInput({ place: 'disk', name: 'disk', report, signal, seconds: 60 })
      const found = new Map<string, string>()
      let link: string | null = null
      // Only where files lie is read: what is free holds nothing and would take long to look through.
      const holes = [{ at: 160 << 20, length: 160 << 20 }]
      for await (const entry of entriesOf({ ...mapped(image, [{ at: 0, length: image.size }]), holes }, input)) {
        const parts: Uint8Array[] = []
        for await (const piece of entry.content ?? []) parts.push(Buffer.from(piece))
        if (entry.closed === 'link') link = entry.origin!.link
        else if (entry.origin?.state !== 'carved') found.set(entry.path, md5(Buffer.concat(parts)))
      }
      image.close()
      expect(troubles).toEqual([])
      expect(link).toBe('large.txt')
      expect(found.get('large.txt')).toBe(md5(large))
      for (const [name, count] of folders) {
        const own = [...found].filter(([path]) => path.startsWith(`${name}/`))
        expect(own.length, name).toBe(count)
        expect(own.every(([, hash]) => hash === md5(small))).toBe(true)
      }
      expect(found.size).toBe(1 + folders.reduce((sum, [, count]) => sum + count, 0))
    },
    300_000,
  )
})
