import { patched } from './patch.ts'
import { listsOf, type Values } from './scalars.ts'

/** What a row keeps of an edit: a patch back to the text before it, or the values before and after. */
export interface Kept {
  readonly form: 'patch' | 'changes'
  readonly stored: string | null
}

/** The text before an edit, and its title where that changed; null where the row does not tell and what came later does not either. */
export interface Undone {
  readonly text: string | null
  readonly subject: string | null
  /** False where what is stored cannot be read, or does not fit the text. */
  readonly fits: boolean
}

/**
 * The texts before each of a post's edits, the latest edit first, beginning with the text as it is now: patches are applied
 * one after the other (NodeBB), and an edit that changed something else leaves the text as it was (Discourse). After one
 * that does not fit, nothing older follows but where a row states its text whole.
 */
export function undone(now: string | null, edits: readonly Kept[]): readonly Undone[] {
  let text = now
  return edits.map((edit) => {
    const before = edit.form === 'patch' ? unpatched(text, edit.stored) : unchanged(text, edit.stored)
    text = before.text
    return before
  })
}

function unpatched(text: string | null, stored: string | null): Undone {
  // An edit of the title alone keeps no patch.
  if (stored === null || stored === '') return { text, subject: null, fits: true }
  if (text === null) return { text, subject: null, fits: true }
  const before = patched(text, stored)
  return { text: before, subject: null, fits: before !== null }
}

function unchanged(text: string | null, stored: string | null): Undone {
  const changes = changesOf(stored ?? '')
  if (changes === null) return { text: null, subject: null, fits: false }
  const raw = changes.get('raw')
  return { text: raw === undefined ? text : (raw[0] ?? ''), subject: changes.get('title')?.[0] ?? null, fits: true }
}

/** Values before and after by the name of what was changed, from YAML or JSON; null where it is neither. */
export function changesOf(stored: string): ReadonlyMap<string, Values> | null {
  if (!stored.trimStart().startsWith('{')) return listsOf(stored)
  try {
    const found: unknown = JSON.parse(stored)
    return new Map(
      Object.entries(found as object).map(([name, pair]): [string, Values] => [
        name,
        Array.isArray(pair) ? pair.map((value: unknown) => (typeof value === 'string' ? value : null)) : [],
      ]),
    )
  } catch {
    return listsOf(stored)
  }
}
