/** What a piece of a shown text is. Nothing here can fetch, run or draw anything: whoever shows it decides how. */
export type ShownKind =
  | 'bold'
  | 'italic'
  | 'underlined'
  | 'struck'
  | 'subscript'
  | 'superscript'
  | 'typed'
  | 'code'
  | 'colour'
  | 'size'
  | 'align'
  | 'quote'
  | 'list'
  | 'item'
  | 'table'
  | 'row'
  | 'cell'
  | 'spoiler'
  | 'heading'
  | 'paragraph'
  | 'rule'
  | 'link'
  | 'email'
  | 'mention'
  | 'remote'
  | 'upload'

/** A piece with what is inside it. */
export interface Piece {
  readonly is: ShownKind
  readonly of: readonly Shown[]
  /**
   * An address (link, email, remote), a name (mention), a number or name (upload), a title (spoiler), a colour, a size from 1
   * to 7, a side, a level; of a list, `1` where it counts; of a cell, `head`; of something remote, after `what`.
   */
  readonly value?: string
  /** Of something remote: a picture, a video, something embedded. */
  readonly what?: string
  /** Of a quote: who is quoted, the post it is from, and when that was written, in seconds since 1970. */
  readonly author?: string
  readonly post?: string
  readonly at?: string
  /** The topic of that post, once it was found. */
  readonly topic?: string
  /** Of something remote or an upload: its bytes, where they were found in evidence. */
  readonly held?: Held
}

/** The file behind a placeholder, in words and numbers: its bytes go nowhere. */
export interface Held {
  readonly path: string
  readonly size: number | null
  readonly sha256: string
  /** What the agency's hash sets say of it. */
  readonly verdict: string
}

/** A text as a tree: text with its new lines, and pieces. */
export type Shown = string | Piece

/** The text of a tree without its pieces. */
export function textOf(shown: readonly Shown[]): string {
  return shown.map((each) => (typeof each === 'string' ? each : textOf(each.of))).join('')
}
