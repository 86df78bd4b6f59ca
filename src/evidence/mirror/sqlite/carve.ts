import { cellAt, kindOf, pointers, tableLeaf } from './cell.ts'
import type { Page } from './pages.ts'
import { beheaded, type Match, type Remnant, wholeCell } from './remnant.ts'
import type { Stored } from './schema.ts'

/** A record that no cell pointer of its page names, and the table it could be a row of. */
export interface Carved {
  readonly table: Stored
  readonly remnant: Remnant
}

/** Fewer values are found by chance in any text. */
const fewestValues = 3

/** The records in those parts of a page of a table that no cell uses. */
export function* carveGaps(page: Page, usable: number, table: Stored, match: Match): Generator<Carved> {
  for (const { from, to } of gapsOf(page, usable)) yield* carve(page.bytes, from, to, usable, table, match)
}

/** The records of a page that no table's tree reaches: its cells and what stands between them. */
export function* carvePage(page: Page, usable: number, match: Match): Generator<Carved> {
  yield* carve(page.bytes, page.start + 8, usable, usable, null, match)
}

/** Reads records from `from` to `to`; without a table, only whole cells. */
function* carve(
  bytes: Uint8Array,
  from: number,
  to: number,
  usable: number,
  table: Stored | null,
  match: Match,
): Generator<Carved> {
  const values = table?.order.length ?? 0
  let edge = true
  for (let at = from; at < to; ) {
    const whole = wholeCell(bytes, at, to, usable)
    const found =
      whole !== null && (edge || whole.list.length >= fewestValues) ? match(whole.list, whole.payload) : null
    if (whole !== null && found !== null) {
      yield { table: found, remnant: whole }
      at += whole.length
      edge = true
      continue
    }
    // A freed cell begins where a gap or another freed cell ends.
    const cut = edge && table !== null ? best(beheaded(bytes, at, to, values, aliasFirst(table)), match, to) : null
    if (cut !== null) {
      yield cut
      at += cut.remnant.length
      continue
    }
    at++
    edge = false
  }
}

function best(candidates: readonly Remnant[], match: Match, to: number): Carved | null {
  const fitting = candidates.flatMap((remnant) => {
    const table = match(remnant.list, remnant.payload)
    return table === null ? [] : [{ table, remnant }]
  })
  // One that fills the gap to its end is right; of others none can be told from chance if they are several.
  const exact = fitting.find((c) => c.remnant.at + c.remnant.length === to)
  return exact ?? (fitting.length === 1 ? fitting[0]! : null)
}

function aliasFirst(table: Stored): boolean {
  return table.alias >= 0 && table.order[0] === table.alias
}

/** The stretches of a leaf page between its header and its cells, and between those; free blocks begin a stretch. */
function gapsOf(page: Page, usable: number): { from: number; to: number }[] {
  if (kindOf(page) !== tableLeaf) return []
  const { from, count } = pointers(page)
  const used: { from: number; to: number }[] = []
  for (let i = 0; i < count; i++) {
    const cell = cellAt(page, page.view.getUint16(from + 2 * i), usable)
    if (cell !== null) used.push({ from: cell.at, to: cell.at + cell.length })
  }
  used.sort((a, b) => a.from - b.from)
  const gaps: { from: number; to: number }[] = []
  let at = from + 2 * count
  for (const one of [...used, { from: usable, to: usable }]) {
    if (one.from - at >= 4) gaps.push(...split(page, at, one.from))
    at = Math.max(at, one.to)
  }
  return gaps
}

/** A gap cut where the page lists a free block inside it: the content area before it begins elsewhere. */
function split(page: Page, from: number, to: number): { from: number; to: number }[] {
  const starts: number[] = []
  let block = page.view.getUint16(page.start + 1)
  for (let n = 0; block > 0 && block + 4 <= page.bytes.length && n < 4096; n++) {
    if (block > from && block < to) starts.push(block)
    const next = page.view.getUint16(block)
    if (next <= block) break
    block = next
  }
  const content = page.view.getUint16(page.start + 5)
  if (content > from && content < to) starts.push(content)
  const cuts = [from, ...[...new Set(starts)].sort((a, b) => a - b), to]
  return cuts.slice(1).map((end, i) => ({ from: cuts[i]!, to: end }))
}
