import type { ClientBase } from 'pg'
import { z } from 'zod'
import { appendCustody, inTransaction } from '../db/custody.ts'
import { EvidenceError, type Operation } from './evidence.ts'

const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'a date as YYYY-MM-DD')
  .refine((d) => !Number.isNaN(Date.parse(d)), 'a date that exists')
const words = z.string().trim().min(1).max(2000)

const operationShape = z.strictObject({
  name: words.max(200),
  exercise: z.boolean().default(false),
  authority: words,
  reference: words,
  lawful_from: date,
  lawful_to: date,
  scope: words,
  lead_agency: words,
  review_on: date,
})

/** The training operation that `--exercise` declares. */
export const exercise: Operation = {
  name: 'Exercise',
  exercise: true,
  authority: 'none: training operation',
  reference: 'EXERCISE',
  lawful_from: null,
  lawful_to: null,
  scope: 'Training on invented data. Nothing in this case concerns a real person.',
  lead_agency: 'Training',
  review_on: null,
}

/** Parses an operation as an agency's file gives it; says which field is wrong and why. */
export function parseOperation(value: unknown, place: string): Operation {
  const parsed = operationShape.safeParse(value)
  if (parsed.success) {
    if (parsed.data.lawful_from > parsed.data.lawful_to)
      throw new EvidenceError(place, 'lawful_to lies before lawful_from', 'Correct the dates.')
    return parsed.data
  }
  const reasons = parsed.error.issues.map((i) => `${i.path.join('.') || 'the file'}: ${i.message}`).join('; ')
  throw new EvidenceError(
    place,
    reasons,
    'An operation needs name, authority, reference, lawful_from, lawful_to, scope, lead_agency and review_on.',
  )
}

/** The case's operation, or null when none is declared yet. */
export async function readOperation(db: ClientBase): Promise<Operation | null> {
  const { rows } = await db.query<Operation>(
    `SELECT name, exercise, authority, reference, lawful_from::text, lawful_to::text, scope, lead_agency, review_on::text FROM evidence.operation`,
  )
  return rows[0] ?? null
}

/** Records the operation once; a different one for the same case is refused. */
export async function declareOperation(db: ClientBase, operation: Operation, by: string, at: Date): Promise<void> {
  const present = await readOperation(db)
  if (present) {
    const same = JSON.stringify(present) === JSON.stringify({ ...present, ...operation })
    if (same) return
    throw new EvidenceError(
      `operation "${operation.name}"`,
      `this case belongs to operation "${present.name}"`,
      'Use another case folder for another operation.',
    )
  }
  await inTransaction(db, async () => {
    await db.query(
      `INSERT INTO evidence.operation (operation, name, exercise, authority, reference, lawful_from, lawful_to, scope, lead_agency, review_on, declared_by, declared_at)
       VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        operation.name,
        operation.exercise,
        operation.authority,
        operation.reference,
        operation.lawful_from,
        operation.lawful_to,
        operation.scope,
        operation.lead_agency,
        operation.review_on,
        by,
        at,
      ],
    )
    await appendCustody(db, {
      at: at.toISOString(),
      actor: by,
      action: operation.exercise ? 'declare-exercise' : 'declare-operation',
      subject: operation.name,
      detail: { ...operation },
    })
  })
}
