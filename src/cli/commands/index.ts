import type { CliCommand } from '../command.ts'
import { acquireCommand } from './acquire.ts'
import { custodyCommand } from './custody.ts'
import { decideCommand } from './decide.ts'
import { exportCommand } from './export.ts'
import { hashesCommand } from './hashes.ts'
import { judgeCommand } from './judge.ts'
import { keysCommand } from './keys.ts'
import { logFormatCommand } from './log-format.ts'
import { mappingCommand } from './mapping.ts'
import { outcomeCommand } from './outcome.ts'
import { packageCommand } from './package.ts'
import { runCommand } from './run.ts'
import { serveCommand } from './serve.ts'
import { setsCommand } from './sets.ts'
import { startCommand } from './start.ts'
import { statusCommand } from './status.ts'
import { termsCommand } from './terms.ts'
import { traceCommand } from './trace.ts'
import { transferCommand } from './transfer.ts'
import { unlockCommand } from './unlock.ts'
import { vaultCommand } from './vault.ts'
import { verifyCommand } from './verify.ts'

/** The commands, in the order the work is done. */
export const commands: readonly CliCommand[] = [
  startCommand,
  acquireCommand,
  runCommand,
  serveCommand,
  statusCommand,
  verifyCommand,
  custodyCommand,
  traceCommand,
  logFormatCommand,
  mappingCommand,
  vaultCommand,
  keysCommand,
  unlockCommand,
  hashesCommand,
  termsCommand,
  setsCommand,
  judgeCommand,
  decideCommand,
  packageCommand,
  exportCommand,
  transferCommand,
  outcomeCommand,
]
