import { readFile } from 'node:fs/promises'
import { cancel, isCancel, text } from '@clack/prompts'
import type { Command } from 'commander'
import { EvidenceError, type Operation } from '../evidence/evidence.ts'
import { declareOperation, exercise, parseOperation, readOperation } from '../evidence/operation.ts'
import { type CommonOptions, clock, type Session } from './command.ts'

/** The flags that declare the lawful basis. */
export interface OperationOptions {
  readonly exercise?: boolean
  readonly operation?: string
  readonly name?: string
  readonly authority?: string
  readonly reference?: string
  readonly lawfulFrom?: string
  readonly lawfulTo?: string
  readonly scope?: string
  readonly leadAgency?: string
  readonly reviewOn?: string
}

/** Adds the flags of an operation. */
export function operationFlags(command: Command): Command {
  return command
    .option('--exercise', 'declare a training operation on invented data')
    .option('--operation <file>', 'the operation and its lawful basis, as a JSON file')
    .option('--name <text>', 'the operation’s name')
    .option('--authority <text>', 'who gave the lawful authority')
    .option('--reference <text>', 'the reference of the warrant or order')
    .option('--lawful-from <date>', 'first day of the authority, YYYY-MM-DD')
    .option('--lawful-to <date>', 'last day of the authority, YYYY-MM-DD')
    .option('--scope <text>', 'what the authority covers')
    .option('--lead-agency <text>', 'the agency that leads')
    .option('--review-on <date>', 'when holding the data is reviewed, YYYY-MM-DD')
}

const asked = [
  ['name', 'Name of the operation'],
  ['authority', 'Lawful authority (who gave it)'],
  ['reference', 'Reference of the warrant or order'],
  ['lawful_from', 'Lawful from (YYYY-MM-DD)'],
  ['lawful_to', 'Lawful to (YYYY-MM-DD)'],
  ['scope', 'What it covers'],
  ['lead_agency', 'Lead agency'],
  ['review_on', 'Review date (YYYY-MM-DD)'],
] as const

/** Declares the operation by file, flags or prompts, unless the case already has one and none is given. */
export async function settleOperation({ open }: Session, options: OperationOptions & CommonOptions): Promise<void> {
  const present = await readOperation(open.db)
  const given = await givenOperation(options, present !== null)
  if (given) await declareOperation(open.db, given, options.as, clock())
  else if (!present)
    throw new EvidenceError(
      open.caseDir,
      'no operation is declared, so nothing is acquired',
      'Name the lawful basis with --operation FILE or the flags of `holdfast run --help`, or --exercise for training.',
    )
  await open.flush()
}

async function givenOperation(options: OperationOptions, declared: boolean): Promise<Operation | null> {
  if (options.exercise) return exercise
  if (options.operation) {
    const file = await readFile(options.operation, 'utf8')
    if (file.length > 100_000)
      throw new EvidenceError(options.operation, 'is larger than an operation can be', 'Name the right file.')
    let value: unknown
    try {
      value = JSON.parse(file)
    } catch (e) {
      throw new EvidenceError(
        options.operation,
        `is not JSON: ${e instanceof Error ? e.message : e}`,
        'Correct the file.',
      )
    }
    return parseOperation(value, options.operation)
  }
  const flags: Record<string, string | undefined> = {
    name: options.name,
    authority: options.authority,
    reference: options.reference,
    lawful_from: options.lawfulFrom,
    lawful_to: options.lawfulTo,
    scope: options.scope,
    lead_agency: options.leadAgency,
    review_on: options.reviewOn,
  }
  const some = Object.values(flags).some((v) => v !== undefined)
  if (!some && (declared || !process.stdin.isTTY)) return null
  if (process.stdin.isTTY) for (const [field, message] of asked) flags[field] ??= await ask(message)
  return parseOperation(flags, some ? 'the operation given by flags' : 'the operation given at the prompts')
}

async function ask(message: string): Promise<string> {
  const answer = await text({ message, validate: (v) => (v?.trim() ? undefined : 'This is needed.') })
  if (isCancel(answer)) {
    cancel('Nothing was acquired.')
    throw new EvidenceError('the operation', 'was not declared', 'Give the command again.')
  }
  return answer
}
