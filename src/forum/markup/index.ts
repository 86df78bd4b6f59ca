import { bbcodePlain, type Dialect } from './bbcode.ts'
import { isS9e, s9ePlain } from './s9e.ts'

/** Reads a stored text as a person reads it; `mark` is phpBB's `bbcode_uid` where the row has one. */
export type Markup = (text: string, mark: string | null) => string

/** phpBB: XML since 3.2, and in rows that an upgrade has not re-read yet still marked BBCode in HTML as 3.0 wrote it. */
export const phpbbMarkup: Markup = (text, mark) =>
  isS9e(text) ? s9ePlain(text) : bbcodePlain(text, { tags: null, uid: mark, html: true })

/** The tags FluxBB and PunBB act on (include/parser.php of either). */
const tags = new Set(
  'quote code b i u s ins del em color colour h url img email list * topic post forum user center sup sub'.split(' '),
)
export const punbb: Dialect = { tags, uid: null, html: false }

/** FluxBB and PunBB: BBCode as typed. */
export const punbbMarkup: Markup = (text) => bbcodePlain(text, punbb)
