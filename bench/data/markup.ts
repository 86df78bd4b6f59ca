/**
 * One text in the three forms forum software stores it: s9e TextFormatter XML (phpBB 3.2 and later), BBCode with a
 * uid (phpBB 3.0 and 3.1, and later boards' rows not yet re-parsed), and plain BBCode (FluxBB).
 */

/** A text as its writer meant it; strings may hold line feeds. */
export type Piece =
  | string
  | { readonly is: 'bold' | 'italic' | 'code'; readonly text: string }
  | { readonly is: 'url'; readonly url: string; readonly label: string | null }
  | { readonly is: 'email'; readonly email: string }
  | {
      readonly is: 'quote'
      readonly author: string
      readonly post: number
      readonly time: number
      readonly user: number
      readonly text: string
    }
  | { readonly is: 'list'; readonly items: readonly string[] }
  | { readonly is: 'emoji'; readonly code: string }
  | { readonly is: 'smiley'; readonly text: string }
  | { readonly is: 'attachment'; readonly name: string; readonly index: number }

const tags = { bold: ['B', 'b'], italic: ['I', 'i'], code: ['CODE', 'code'] } as const

/** Text content as s9e writes XML: only `& < >` are escaped. */
function xml(text: string): string {
  return /[&<>]/.test(text) ? text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;') : text
}

function attribute(text: string): string {
  return xml(text).replace(/"/g, '&quot;')
}

/** Names and subjects as phpBB stores them: escaped for HTML, characters beyond the BMP as numbers. */
export function html(text: string): string {
  return attribute(text).replace(/[\u{10000}-\u{10ffff}]/gu, (c) => `&#${c.codePointAt(0)};`)
}

function lines(text: string): string {
  return text.includes('\n') ? text.replaceAll('\n', '<br/>\n') : text
}

/** A quoted author's name is put in quotation marks when it has a blank or a bracket in it. */
function quoted(author: string): string {
  return /[\s\]"']/.test(author) ? `"${author}"` : author
}

function shortened(url: string): string {
  return `${url.slice(0, 39)} ... ${url.slice(-10)}`
}

function s9ePiece(piece: Piece): string {
  if (typeof piece === 'string') return lines(xml(piece))
  switch (piece.is) {
    case 'bold':
    case 'italic':
    case 'code': {
      const [element, tag] = tags[piece.is]
      return `<${element}><s>[${tag}]</s>${xml(piece.text)}<e>[/${tag}]</e></${element}>`
    }
    case 'url': {
      const open = `<URL url="${attribute(piece.url)}">`
      if (piece.label !== null) return `${open}<s>[url=${xml(piece.url)}]</s>${xml(piece.label)}<e>[/url]</e></URL>`
      if (piece.url.length <= 55) return `${open}${xml(piece.url)}</URL>`
      return `${open}<LINK_TEXT text="${attribute(shortened(piece.url))}">${xml(piece.url)}</LINK_TEXT></URL>`
    }
    case 'email':
      return `<EMAIL email="${piece.email}">${piece.email}</EMAIL>`
    case 'quote': {
      const { author, post, time, user } = piece
      const open = `<QUOTE author="${attribute(author)}" post_id="${post}" time="${time}" user_id="${user}">`
      const start = `[quote=${xml(quoted(author))} post_id=${post} time=${time} user_id=${user}]`
      return `${open}<s>${start}</s>${lines(xml(piece.text))}<e>[/quote]</e></QUOTE>\n`
    }
    case 'list':
      return `<LIST><s>[list]</s>${piece.items.map((item) => `\n<LI><s>[*]</s>${xml(item)}</LI>`).join('')}\n<e>[/list]</e></LIST>`
    case 'emoji':
      return `<EMOJI seq="${piece.code}" tseq="${piece.code}">&#${Number.parseInt(piece.code, 16)};</EMOJI>`
    case 'smiley':
      return `<E>${piece.text}</E>`
    case 'attachment':
      return `<ATTACHMENT filename="${attribute(piece.name)}" index="${piece.index}"><s>[attachment=${piece.index}]</s>${xml(piece.name)}<e>[/attachment]</e></ATTACHMENT>`
  }
}

/** As phpBB 3.2 and later store it: `<t>` when there is no markup, else `<r>`. */
export function toS9e(pieces: readonly Piece[]): string {
  const body = pieces.map(s9ePiece).join('')
  return pieces.every((p) => typeof p === 'string') ? `<t>${body}</t>` : `<r>${body}</r>`
}

function uidPiece(piece: Piece, uid: string): string {
  if (typeof piece === 'string') return html(piece)
  switch (piece.is) {
    case 'bold':
    case 'italic':
    case 'code': {
      const [, tag] = tags[piece.is]
      return `[${tag}:${uid}]${html(piece.text)}[/${tag}:${uid}]`
    }
    case 'url': {
      if (piece.label !== null) return `[url=${html(piece.url)}:${uid}]${html(piece.label)}[/url:${uid}]`
      const url = html(piece.url)
      const text = piece.url.length > 55 ? html(shortened(piece.url)) : url
      return `<!-- m --><a class="postlink" href="${url}">${text}</a><!-- m -->`
    }
    case 'email':
      return `<!-- e --><a href="mailto:${piece.email}">${piece.email}</a><!-- e -->`
    case 'quote':
      return `[quote=&quot;${html(piece.author)}&quot;:${uid}]${html(piece.text)}[/quote:${uid}]\n`
    case 'list':
      return `[list:${uid}]${piece.items.map((item) => `[*:${uid}]${html(item)}[/*:m:${uid}]`).join('')}[/list:u:${uid}]`
    case 'emoji':
      return `&#${Number.parseInt(piece.code, 16)};`
    case 'smiley':
      return `<!-- s${piece.text} --><img src="{SMILIES_PATH}/icon_e_smile.gif" alt="${piece.text}" title="Smile" /><!-- s${piece.text} -->`
    case 'attachment':
      return `[attachment=${piece.index}:${uid}]<!-- ia${piece.index} -->${html(piece.name)}<!-- ia${piece.index} -->[/attachment:${uid}]`
  }
}

/** As phpBB 3.0 stored it, every tag carrying the row's `bbcode_uid`. */
export function toUid(pieces: readonly Piece[], uid: string): string {
  return pieces.map((p) => uidPiece(p, uid)).join('')
}

function bbcodePiece(piece: Piece): string {
  if (typeof piece === 'string') return piece
  switch (piece.is) {
    case 'bold':
      return `[b]${piece.text}[/b]`
    case 'italic':
      return `[i]${piece.text}[/i]`
    case 'code':
      return `[code]${piece.text}[/code]`
    case 'url':
      return piece.label === null ? `[url]${piece.url}[/url]` : `[url=${piece.url}]${piece.label}[/url]`
    case 'email':
      return `[email]${piece.email}[/email]`
    case 'quote':
      return `[quote=${quoted(piece.author)}]${piece.text}[/quote]\n`
    case 'list':
      return `[list]\n${piece.items.map((item) => `[*]${item}[/*]\n`).join('')}[/list]`
    case 'emoji':
      return '?'
    case 'smiley':
      return piece.text
    case 'attachment':
      return `(${piece.name})`
  }
}

/** As FluxBB stores it: BBCode as typed; its three-byte character set turns an emoji into a question mark. */
export function toBbcode(pieces: readonly Piece[]): string {
  return pieces.map(bbcodePiece).join('')
}
