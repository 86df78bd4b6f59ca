import { z } from 'zod'
import { invalid } from './errors.ts'

/** The most rows one page carries. */
export const mostRows = 200

/** Text from outside: bounded, and without NUL, which PostgreSQL cannot hold. */
export function text(most: number) {
  return z
    .string()
    .min(1)
    .max(most)
    .refine((value) => !value.includes('\0'), 'must not hold a NUL character')
}

/** Text that a person has to have written: more than white space. */
export const reason = text(4000).refine((value) => value.trim().length >= 3, 'must say something')

const digits = (most: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .refine((value) => value <= most, 'is out of range')

/** A number in an address or a query. */
export const number = digits(2 ** 31 - 1)
/** A row number that counts beyond 2^31. */
export const serial = digits(Number.MAX_SAFE_INTEGER)
/** An id as the forum had it. */
export const id = text(200)
/** An id of ours, such as `subject:1:42`. */
export const ourId = text(500)
/** ISO 3166-1 alpha-2. */
export const country = z.string().regex(/^[A-Z]{2}$/)
/** A calendar day that exists. */
export const day = z.iso.date()
/** `true` or `false` in a query. */
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true')

/** What every paged list accepts. */
export const paging = {
  after: text(2000).optional(),
  limit: number.refine((value) => value >= 1 && value <= mostRows, `must be from 1 to ${mostRows}`).optional(),
}

/** Nothing at all, for routes that take no params, query or body. */
export const nothing = z.strictObject({})

/** Reads `value` as `shape` says, or refuses it in words that name the field. */
export function read<T>(shape: z.ZodType<T>, value: unknown, what: string): T {
  const result = shape.safeParse(value ?? {})
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const place = issue?.path.map(String).join('.') ?? ''
  throw invalid(place === '' ? what : `${what} “${place.slice(0, 60)}”`, issue?.message ?? 'it cannot be read')
}
