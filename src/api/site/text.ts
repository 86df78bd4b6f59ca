import type { Piece, Shown } from '../../model/shown.ts'
import { escaped, type Html } from './html.ts'

/** Where a quoted post stands in the export, as a relative address; null where it is not in it. */
export type WhereIs = (post: string) => string | null

const plain: Readonly<Partial<Record<Piece['is'], string>>> = {
  bold: 'strong',
  italic: 'em',
  underlined: 'u',
  struck: 's',
  subscript: 'sub',
  superscript: 'sup',
  typed: 'code',
  code: 'pre',
  item: 'div',
  row: 'div',
  cell: 'div',
  align: 'div',
  paragraph: 'div',
  size: 'span',
}

/** A seized text as HTML: only elements of this list, no address that leads anywhere, no attribute from evidence. */
export function textHtml(shown: readonly Shown[], where: WhereIs): Html {
  return { html: `<div class="text">${pieces(shown, where)}</div>` }
}

function pieces(shown: readonly Shown[], where: WhereIs): string {
  return shown.map((each) => (typeof each === 'string' ? escaped(each) : piece(each, where))).join('')
}

function piece(of: Piece, where: WhereIs): string {
  const inside = (): string => pieces(of.of, where)
  const element = plain[of.is]
  if (element !== undefined) return `<${element}>${inside()}</${element}>`
  const value = escaped(of.value ?? '')
  switch (of.is) {
    case 'colour':
      return `<span class="coloured" title="Written in ${escaped((of.value ?? '').slice(0, 40))}">${inside()}</span>`
    case 'quote':
      return quote(of, where)
    case 'list':
      return list(of, where)
    case 'table':
      return table(of, where)
    case 'spoiler':
      return `<details><summary>${value === '' ? 'Spoiler' : value}</summary>${inside()}</details>`
    case 'heading':
      return `<p><strong>${inside()}</strong></p>`
    case 'rule':
      return '<hr>'
    case 'mention':
      return `<span>@${value}</span>`
    case 'upload':
      return `<span class="placeholder">upload ${value}${behind(of)}</span>`
    case 'remote':
      return `<span class="placeholder">${escaped(of.what ?? '')} <span class="selector">${value}</span> ${inside()}${behind(of)}</span>`
    default:
      return `${of.of.length === 0 ? '' : `${inside()} `}<span class="selector">${value}</span>`
  }
}

/** What is known of the bytes behind a placeholder. */
function behind({ is, held }: Piece): string {
  if (held === undefined) return is === 'upload' ? '' : ' · its bytes were not found in evidence'
  const size = held.size === null ? 'size not stated' : `${held.size} bytes`
  return escaped(` · ${held.path}, ${size}, SHA-256 ${held.sha256}; set verdict: ${held.verdict}`)
}

function quote(of: Piece, where: WhereIs): string {
  const to = of.post === undefined ? null : where(of.post)
  const post =
    of.post === undefined
      ? ''
      : to === null
        ? ` post ${escaped(of.post)}`
        : ` <a href="${escaped(to)}">post ${escaped(of.post)}</a>`
  const author = of.author === undefined ? '' : `${escaped(of.author)} wrote`
  const said = author === '' && post === '' ? '' : `<div class="soft">${author}${post}</div>`
  return `<blockquote>${said}${pieces(of.of, where)}</blockquote>`
}

/** Lists hold items only; what stands between them is an item too. */
function list(of: Piece, where: WhereIs): string {
  const items = of.of
    .filter((each) => typeof each !== 'string' || each.trim() !== '')
    .map(
      (each) =>
        `<li>${typeof each !== 'string' && each.is === 'item' ? pieces(each.of, where) : pieces([each], where)}</li>`,
    )
  return of.value === '1' ? `<ol>${items.join('')}</ol>` : `<ul>${items.join('')}</ul>`
}

function table(of: Piece, where: WhereIs): string {
  const isRow = (each: Shown): each is Piece => typeof each !== 'string' && each.is === 'row'
  const rows = of.of.filter(isRow).map((row) => {
    const cells = row.of
      .filter((cell) => typeof cell !== 'string' || cell.trim() !== '')
      .map(
        (cell) =>
          `<td>${typeof cell !== 'string' && cell.is === 'cell' ? pieces(cell.of, where) : pieces([cell], where)}</td>`,
      )
    return `<tr>${cells.join('')}</tr>`
  })
  const rest = of.of.filter((each) => !isRow(each) && (typeof each !== 'string' || each.trim() !== ''))
  return `${pieces(rest, where)}<table>${rows.join('')}</table>`
}
