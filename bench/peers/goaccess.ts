import { spawnSync } from 'node:child_process'

/** GoAccess over a combined log, its report as JSON to nowhere; null where it is not installed. */
export function runGoAccess(
  log: string,
): { readonly version: string; readonly seconds: number; readonly valid: number } | null {
  const told = spawnSync('goaccess', ['--version'], { encoding: 'utf8' })
  if (told.error) return null
  const started = performance.now()
  const run = spawnSync(
    'goaccess',
    [log, '--log-format=COMBINED', '--no-global-config', '--no-progress', '-o', 'json'],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    },
  )
  const seconds = (performance.now() - started) / 1000
  if (run.status !== 0) throw new Error(`goaccess: ${run.stderr.slice(0, 300)}`)
  const { general } = JSON.parse(run.stdout) as { general: { valid_requests: number } }
  return { version: told.stdout.split('\n')[0]!.trim(), seconds, valid: general.valid_requests }
}
