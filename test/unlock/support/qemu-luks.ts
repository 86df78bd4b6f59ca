import { execFileSync } from 'node:child_process'
import { findProgram } from '../../../src/unlock/program.ts'

/**
 * Writes a LUKS volume of version 1 with qemu-img over the bytes of a plain file.
 *
 * qemu-img measures its own processor time to choose the work of a key, and gives up where the system counted
 * none of it, as one with coarse clock ticks may; it is asked again then.
 */
export function qemuLuks(plain: string, luks: string, keyFile: string, ...options: readonly string[]): void {
  const program = findProgram(['qemu-img'])!
  const secret = `secret,id=s,file=${keyFile}`
  const how = ['key-secret=s', 'iter-time=10', ...options].join(',')
  for (let tries = 1; ; tries++)
    try {
      execFileSync(program, ['convert', '-O', 'luks', '--object', secret, '-o', how, plain, luks], { stdio: 'pipe' })
      return
    } catch (error) {
      if (tries === 50 || !String(error).includes('accurate CPU usage')) throw error
    }
}
