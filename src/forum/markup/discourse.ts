import type { Markup } from './index.ts'
import { markdownPlain } from './markdown.ts'

/** Discourse and NodeBB keep what was typed: Markdown, with some HTML and, in Discourse, quotes as BBCode. */
export const discourseMarkup: Markup = (text) => markdownPlain(text)
