import type { Markup } from './index.ts'
import { isS9e, s9ePlain } from './s9e.ts'

/** A mention is kept as typed (`@"Rita"#3`), with the name a reader sees beside it. */
const mention =
  /<(USER|POST|GROUP)MENTION\b[^>]{0,500}?\b(?:display|group)name="([^"<>]{0,200})"[^>]{0,500}>[^<]{0,300}<\/\1MENTION>/g
/** A picture shows itself; to whom only reads, its address. */
const picture =
  /<IMG\b[^>]{0,2000}?\bsrc="([^"<>]{1,2000})"[^>]{0,1000}>(?:<s>[^<]{0,2000}<\/s>)?[^<]{0,2000}(?:<e>[^<]{0,2500}<\/e>)?<\/IMG>/g

/** Flarum: s9e\TextFormatter's XML, where Markdown and BBCode are both marks. */
export const flarumMarkup: Markup = (text) =>
  isS9e(text) ? s9ePlain(text.replace(mention, '@$2').replace(picture, '$1')).trim() : text
