import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Bytes that look random and are the same for the same seed. */
function noise(length: number, seed: string): Buffer {
  const block = createHash('sha512').update(seed).digest()
  const out = Buffer.alloc(length)
  for (let at = 0, n = 0; at < length; at += 64, n++) {
    block.copy(out, at, 0, Math.min(64, length - at))
    block.writeUInt32LE((block.readUInt32LE(0) + 0x9e3779b9 + n) >>> 0, 0)
  }
  return out
}

/**
 * Writes an ext4 image as a small server has it: web roots with many small files, logs, uploads, one large dump; about a
 * third of it is free. Needs mkfs.ext4.
 */
export function writeServerImage(path: string, megabytes: number, scratch: string): number {
  rmSync(scratch, { recursive: true, force: true })
  let files = 0
  const put = (name: string, bytes: Buffer | string): void => {
    const to = join(scratch, name)
    mkdirSync(join(to, '..'), { recursive: true })
    writeFileSync(to, bytes)
    files += 1
  }
  const budget = megabytes * 0.62e6
  let used = 0
  for (let i = 0; used < budget * 0.3; i++) {
    const size = 800 + ((i * 7919) % 24_000)
    const php = `<?php\n// part ${i}\n${'$engine->shunt($wagon, $track);\n'.repeat(Math.ceil(size / 32))}`
    put(`var/www/board/part${i % 97}/file${i}.php`, php)
    used += php.length
  }
  for (let i = 0; used < budget * 0.7; i++) {
    const size = 20_000 + ((i * 104_729) % 480_000)
    put(`var/www/board/files/${i}_${createHash('md5').update(String(i)).digest('hex')}`, noise(size, `upload ${i}`))
    used += size
  }
  const row = (n: number): string =>
    `INSERT INTO \`phpbb_posts\` VALUES (${n},${n % 300},'A green engine on track ${n}.');\n`
  const rows: string[] = []
  for (let size = 0, n = 0; size < budget - used; n++) {
    rows.push(row(n))
    size += rows.at(-1)!.length
  }
  put('var/backups/board.sql', rows.join(''))
  rmSync(path, { force: true })
  execFileSync('truncate', ['-s', `${megabytes}M`, path])
  execFileSync('mkfs.ext4', ['-q', '-E', 'hash_seed=6f1c9d52-7d0e-4f0e-9d7a-3f6f3c1d2b10', '-d', scratch, path], {
    stdio: 'ignore',
  })
  rmSync(scratch, { recursive: true, force: true })
  return files
}
