import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'

/** What sha256sum and tsk_recover need for one image together, and how many files came out; null where they are not there. */
export function runSleuthKit(image: string, out: string) {
  const version = spawnSync('tsk_recover', ['-V'], { encoding: 'utf8' })
  if (version.status !== 0) return null
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  const started = performance.now()
  const hashed = spawnSync('sha256sum', [image], { encoding: 'utf8' })
  const between = performance.now()
  const recovered = spawnSync('tsk_recover', ['-e', image, out], { encoding: 'utf8' })
  const ended = performance.now()
  rmSync(out, { recursive: true, force: true })
  if (hashed.status !== 0 || recovered.status !== 0) return null
  return {
    version: version.stdout.trim().split('\n')[0] ?? '',
    seconds: (ended - started) / 1000,
    of_it_sha256sum_s: (between - started) / 1000,
    files: Number(/Files Recovered: (\d+)/.exec(recovered.stdout)?.[1] ?? 0),
  }
}
