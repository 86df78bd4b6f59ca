import { createHash } from 'node:crypto'
import { style } from './style.ts'

/** HTML that was made from escaped parts. */
export interface Html {
  readonly html: string
}

type Value = string | number | null | undefined | Html | readonly Html[]

/** Text as HTML shows it: nothing in it is markup any more. */
export function escaped(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;')
      // Control characters are allowed in no HTML text; what stood there is shown as a sign.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '\ufffd')
  )
}

/** A template of HTML: every value that is not HTML already is escaped. */
export function h(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  let html = parts[0] ?? ''
  for (const [i, value] of values.entries()) html += said(value) + (parts[i + 1] ?? '')
  return { html }
}

function said(value: Value): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return escaped(value)
  if (typeof value === 'number') return String(value)
  return 'html' in value ? value.html : (value as readonly Html[]).map((each) => each.html).join('')
}

/** Nothing. */
export const nothing: Html = { html: '' }

/** The policy of every page: no script, nothing from anywhere, and no style but the one inside. */
export const contentPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`

/** What stands on every page of an export. */
export interface Stamp {
  readonly operation: string
  readonly exercise: boolean
  readonly marking: string
  readonly handling: string
  readonly asOf: string | null
}

/** One page; `up` leads from its folder to the export's own. */
export function pageOf(stamp: Stamp, up: string, title: string, crumbs: readonly Html[], body: Html): string {
  const bands = [
    ...(stamp.exercise ? [h`<p class="exercise">EXERCISE: invented material, no real person</p>`] : []),
    h`<p class="marking">${stamp.marking} · handling code ${stamp.handling}</p>`,
  ]
  const way = [h`<a href="${up}index.html">${stamp.operation}</a>`, ...crumbs].map((each, i) =>
    i === 0 ? each : h` › ${each}`,
  )
  const day =
    stamp.asOf === null
      ? nothing
      : h`<p class="as-of">The board as of the end of ${stamp.asOf.slice(0, 10)} (UTC). What came later is left out.</p>`
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="content-security-policy" content="${contentPolicy}"><meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${style}</style></head>
<body><header>${said(bands)}<nav aria-label="Way">${said(way)}</nav><h1>${escaped(title)}</h1>${day.html}</header><main>${body.html}</main><footer>${said(bands)}</footer></body></html>
`
}
