import { userInfo } from 'node:os'
import type { Command } from 'commander'
import { type OpenCase, openCase } from '../case.ts'
import { type ProgressView, progressView, silent } from './progress.ts'

/** A command of the program: adds itself to commander. */
export interface CliCommand {
  readonly name: string
  readonly about: string
  readonly examples: readonly string[]
  readonly define: (command: Command) => void
}

/** Options every command understands. */
export interface CommonOptions {
  readonly case: string
  readonly as: string
  readonly json?: boolean
}

/** Names of the environment: who works, and the clock. */
export const clock = (): Date => new Date()

/** The person at the keyboard, unless --as names another. */
export function operator(): string {
  try {
    return userInfo().username
  } catch {
    return 'unknown'
  }
}

/** Adds --case, --as and --json. */
export function common(command: Command): Command {
  return command
    .option('--case <dir>', 'the case folder', process.env.HOLDFAST_CASE ?? 'case')
    .option('--as <name>', 'who is working, for the ledger', operator())
    .option('--json', 'print one JSON object instead of text')
}

/** What a command gets: the opened case, a progress view, a signal that Ctrl-C raises. */
export interface Session {
  readonly open: OpenCase
  readonly view: ProgressView
  readonly signal: AbortSignal
}

/** Opens the case, does the work, and closes it whatever happens. */
export async function withCase<T>(
  options: CommonOptions & { readonly create?: boolean },
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const view = options.json ? silent : progressView(process.stderr, () => performance.now())
  const abort = new AbortController()
  const onSignal = (): void => abort.abort(new Error('Stopped. Give the same command again to go on where it stopped.'))
  process.once('SIGINT', onSignal)
  process.once('SIGTERM', onSignal)
  const open = await openCase(options.case, { create: options.create ?? false, onMessage: view.say })
  try {
    return await work({ open, view, signal: abort.signal })
  } finally {
    view.stop()
    process.removeListener('SIGINT', onSignal)
    process.removeListener('SIGTERM', onSignal)
    await open.close()
  }
}

/** Prints a result: as one JSON object, or as the text a person reads. */
export function print(options: { readonly json?: boolean }, value: unknown, text: () => string): void {
  process.stdout.write(options.json ? `${JSON.stringify(value)}\n` : `${text()}\n`)
}

/** An integer option, refused with its name when it is none. */
export function integer(name: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!Number.isInteger(value) || value < least || value > most)
      throw new Error(`${name} is "${text}"; it must be a whole number from ${least} to ${most}`)
    return value
  }
}
