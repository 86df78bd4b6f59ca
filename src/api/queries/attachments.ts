import type { Pool } from 'pg'
import type { Attachment, Page, PageQuery } from '../contract.ts'
import { bind, contains, mapPage, page } from './page.ts'
import { attachment, attachmentColumns, attachmentJoins } from './texts.ts'

/** Uploads as placeholders, by site and number. */
export async function attachments(
  db: Pool,
  query: PageQuery & { readonly search?: string | undefined },
): Promise<Page<Attachment>> {
  const values: unknown[] = []
  const where = query.search === undefined ? [] : [`f.name ILIKE ${bind(values)(contains(query.search))}`]
  const found = await page<object>(
    db,
    {
      select: attachmentColumns,
      from: 'forum.attachment f',
      as: 'f',
      joins: attachmentJoins,
      where,
      values,
      keys: [
        { sql: 'f.site', type: 'int' },
        { sql: 'f.id', type: 'text' },
      ],
    },
    query,
  )
  return mapPage(found, attachment)
}
