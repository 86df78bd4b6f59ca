/** The boards of the two sites: categories with boards below them, two of them hidden from ordinary members. */
import type { Site } from './account.ts'
import { languageNumber } from './words/index.ts'
import type { Theme } from './words/language.ts'

export interface Board {
  readonly id: number
  /** 0 at the top. */
  readonly parent: number
  readonly name: string
  readonly about: string
  readonly category: boolean
  readonly theme: Theme
  /** Index into `languages`, or null where everybody writes as they please, mostly in English. */
  readonly language: number | null
  readonly hidden: 'staff' | 'circle' | null
  /** Share of the writing. */
  readonly weight: number
}

type Sketch = readonly [name: string, about: string, theme: Theme, weight: number, extra?: string]

/** Turns sketches into numbered boards; a name starting with `#` opens a category, `>` goes below the last board. */
function build(sketches: readonly Sketch[]): readonly Board[] {
  const out: Board[] = []
  let category = 0
  let last = 0
  sketches.forEach(([marked, about, theme, weight, extra], i) => {
    const id = i + 1
    const isCategory = marked.startsWith('#')
    const below = marked.startsWith('>')
    out.push({
      id,
      parent: isCategory ? 0 : below ? last : category,
      name: marked.replace(/^[#>]/, ''),
      about,
      category: isCategory,
      theme,
      language: extra !== undefined && extra.length === 2 ? languageNumber(extra) : null,
      hidden: extra === 'staff' || extra === 'circle' ? extra : null,
      weight,
    })
    if (isCategory) category = id
    else if (!below) last = id
  })
  return out
}

const junction: readonly Sketch[] = [
  ['#Station hall', '', 'rail', 0],
  ['Announcements', 'News from the people who keep the lamps lit', 'rail', 0.5],
  ['Introductions', 'Say hello', 'rail', 3],
  ['#Railways', '', 'rail', 0],
  ['Layouts', 'Planning, building, finishing', 'rail', 12],
  ['>Digital control', 'Decoders, buses & programming', 'rail', 5],
  ['Garden railways', 'Track between the flower beds', 'rail', 7],
  ['Rolling stock', 'Engines, wagons and how to mend them', 'rail', 8],
  ['#Outdoors', '', 'garden', 0],
  ['Allotments', 'Beds, sheds and compost', 'garden', 7],
  ['Bird watching', 'What did you see today?', 'birds', 9],
  ['>Nest boxes', '', 'birds', 3],
  ['#Collections', '', 'stamps', 0],
  ['Stamps & covers', 'Watermarks, shades, cancels', 'stamps', 8],
  ['Swaps and sales', 'For sale, wanted, to swap', 'stamps', 6],
  ['#Languages', '', 'rail', 0],
  ['Nederlands', 'Alles in het Nederlands', 'rail', 9, 'nl'],
  ['Deutsch', 'Alles auf Deutsch', 'garden', 10, 'de'],
  ['Polski', 'Wszystko po polsku', 'stamps', 4, 'pl'],
  ['Ελληνικά', 'Όλα στα ελληνικά', 'birds', 3, 'el'],
  ['Français', 'Tout en français', 'garden', 4, 'fr'],
  ['Español', 'Todo en español', 'stamps', 3, 'es'],
  ['#Behind the counter', '', 'rail', 0],
  ['Staff room', 'For moderators only', 'rail', 1, 'staff'],
  ['The lamp room', 'By invitation', 'stamps', 2, 'circle'],
]

const sidings: readonly Sketch[] = [
  ['#Garden', '', 'garden', 0],
  ['Garden railways', 'Track, stock and weather', 'rail', 8],
  ['Flower beds', 'Everything that grows beside the line', 'garden', 6],
  ['#Hobbies', '', 'stamps', 0],
  ['Stamps', 'Post for collectors', 'stamps', 5],
  ['Birds', 'Feathered visitors', 'birds', 5],
  ['#Taalhoek', '', 'rail', 0],
  ['Nederlands', 'Gewoon Nederlands', 'garden', 4, 'nl'],
  ['Deutsch', 'Einfach Deutsch', 'rail', 4, 'de'],
]

/** FluxBB numbers categories and boards apart; here a board keeps its place in the whole list as its number. */
export const boards: { readonly [S in Site]: readonly Board[] } = { 1: build(junction), 2: build(sidings) }
