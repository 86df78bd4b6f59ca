import type { Entry } from '../../unpack/container.ts'
import type { ImageInput } from '../entries.ts'
import { belowOf, filesOfListing, type Walked } from '../files.ts'
import { type Image, mapped } from '../image.ts'
import type { Volume } from '../layout.ts'
import { chunksOf } from './chunks.ts'
import { logState } from './log.ts'
import { freeSpace } from './space.ts'
import { openXfs } from './superblock.ts'
import { type Damage, inodeReader, type Xfs } from './volume.ts'
import { everything } from './walk.ts'

/** The files of a volume of XFS, deleted ones among them; `done` hears of it where it could be opened. */
export async function* xfsFiles(
  image: Image,
  volume: Volume,
  input: ImageInput,
  done: (walked: Walked) => void,
): AsyncGenerator<Entry> {
  const view = mapped(image, volume.extents)
  const opened = openXfs(view)
  if (opened === null) return
  const { layout, copy } = opened
  const name = volume.label || 'The image'
  const say = (detail: string): void =>
    input.report({ severity: 'warning', code: 'image-damaged', detail: `${name} (XFS): ${detail}` })
  if (copy > 0) say(`its superblock is spoilt; the copy in allocation group ${copy} was read`)
  if (layout.broken) say('it is marked as in need of repair')
  if (layout.blocks * layout.blockBytes > view.size)
    say(`it ends ${layout.blocks * layout.blockBytes - view.size} bytes after the end of its volume`)
  const log = logState(view, layout)
  if (log !== 'clean') say(logs[log])
  if (layout.realtime) say('it has a real-time section on another disk; files in it are listed without their content')
  const troubles = new Map<Damage, number>()
  const xfs: Xfs = {
    image: view,
    layout,
    budget: { blocks: Math.floor(Math.min(layout.blocks, view.size / layout.blockBytes) * 4) + 1000 },
    inodeAt: inodeReader(view, layout),
    signal: input.signal,
    damaged: (kind, detail) => {
      troubles.set(kind, (troubles.get(kind) ?? 0) + 1)
      if (troubles.get(kind) === 1) say(detail)
    },
  }
  const free = freeSpace(xfs)
  const source = { image: view, paths: [], find: () => undefined, below: belowOf(volume) }
  done(
    yield* filesOfListing(
      source,
      volume,
      layout.blockBytes,
      free,
      everything(xfs, chunksOf(xfs), input.glance ? [] : free),
      input,
    ),
  )
  if (xfs.budget.blocks <= 0) say('its directories and trees lead in circles; what lies behind them was not read')
  for (const [kind, times] of troubles) if (times > 1) say(`${times} times ${kind} was found damaged`)
}

const logs = {
  dirty:
    'it was not unmounted: the last changes are in its log, which is not replayed; newest files may be missing, or seem whole and be not',
  external: 'its log is on another disk; whether it was unmounted is not known',
  unknown: 'its log cannot be read; whether it was unmounted is not known',
} as const
