import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Mappable, mappable, naming, roles } from './roles.ts'

/** A table or column as the seized database calls it. */
const seizedName = z.string().min(1).max(128)

/** Rows of which one column has one of these values. */
const only = z.strictObject({ column: seizedName, is: z.array(z.string().max(200)).min(1).max(50) })

const beside = z.strictObject({
  table: seizedName,
  column: seizedName,
  /** Its column that names the row it belongs to. */
  by: seizedName,
  /** The column of the entity's own table that is so named; the one of its id where left out. */
  of: seizedName.optional(),
  only: only.optional(),
})

const entity = z
  .strictObject({
    entity: z.enum(mappable),
    /** The table, without the prefix that all tables of the board share. */
    table: seizedName,
    /** The column of each role: of the table itself, or of another beside it. */
    columns: z.record(z.string(), z.union([seizedName, beside])),
    /** The table's other rows are none of this entity. */
    only: only.optional(),
    /** Of members: further columns that are shown as profile fields under their own names. */
    fields: z
      .array(z.union([seizedName, beside]))
      .max(100)
      .default([]),
  })
  .superRefine((stated, context) => {
    const known = roles[stated.entity]
    for (const role of known)
      if (role.needed && stated.columns[role.name] === undefined)
        context.addIssue({ code: 'custom', message: `${stated.entity} needs a column for ${role.name}` })
    for (const role of naming[stated.entity])
      if (typeof stated.columns[role] === 'object')
        context.addIssue({
          code: 'custom',
          message: `${role} names a ${stated.entity}, so its column is in ${stated.table}`,
        })
    for (const name of Object.keys(stated.columns))
      if (!known.some((role) => role.name === name))
        context.addIssue({
          code: 'custom',
          message: `${name} is nothing a ${stated.entity} has; it may have ${known.map((r) => r.name).join(', ')}`,
        })
    if (stated.fields.length > 0 && stated.entity !== 'member')
      context.addIssue({ code: 'custom', message: `only members have profile fields, not a ${stated.entity}` })
  })

const schema = z
  .strictObject({
    format: z.literal('holdfast-mapping/1'),
    /** What the software is called here; part of a site's adapter. */
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{1,39}$/, 'small letters, digits and - only, 2 to 40 of them'),
    about: z.string().max(500).default(''),
    markup: z.enum(['plain', 'bbcode', 'html', 'markdown']).default('bbcode'),
    site: z
      .strictObject({
        title: z.string().max(200).optional(),
        address: z.string().max(200).optional(),
        timezone: z.string().max(60).optional(),
      })
      .default({}),
    entities: z.array(entity).min(1).max(30),
    /** Tables that hold no entity, each with the reason. */
    ignored: z.record(seizedName, z.string().min(1).max(200)).default({}),
  })
  .superRefine((stated, context) => {
    if (!stated.entities.some((e) => e.entity === 'member' || e.entity === 'post' || e.entity === 'message'))
      context.addIssue({ code: 'custom', message: 'a board has at least members, posts or messages' })
    const seen = new Set<string>()
    for (const e of stated.entities) {
      const key = `${e.entity} ${e.table}`
      if (seen.has(key)) context.addIssue({ code: 'custom', message: `${e.table} is mapped to ${e.entity} twice` })
      seen.add(key)
    }
  })

/** How an examiner says the tables of a board that no adapter knows are to be read: a file another lab can use. */
export type Mapping = z.infer<typeof schema>

/** One table of a mapping. */
export type MappedEntity = Mapping['entities'][number]

/** A column of another table, of the rows there that name a row of the entity's: texts kept apart, values by key, recipients. */
export type Beside = z.infer<typeof beside>

/** Rows of which one column has one of some values. */
export type Only = z.infer<typeof only>

/** Reads a mapping from outside; throws an error that names each fault and its place. */
export function parseMapping(json: unknown, place: string): Mapping {
  const found = schema.safeParse(json)
  if (found.success) return found.data
  const faults = found.error.issues.slice(0, 10).map((i) => `${i.path.join('.') || 'the file'}: ${i.message}`)
  throw new Error(`${place} is no mapping: ${faults.join('; ')}`)
}

/** A mapping as it is kept and exchanged: the same mapping, the same bytes. */
export function writeMapping(mapping: Mapping): string {
  return `${JSON.stringify(mapping, null, 2)}\n`
}

/** What names one state of a mapping. */
export function mappingDigest(mapping: Mapping): string {
  return createHash('sha256').update(writeMapping(mapping)).digest('hex')
}

export { type Mappable, mappable }
