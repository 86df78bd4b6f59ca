import { Fragment, useMemo } from 'react'
import type { TraceBytes } from '../../../src/api/contract.ts'
import { Scroll } from '../scroll.tsx'
import { cutAt, type ShownByte, shownLines } from './hits.ts'

/** Bytes sixteen to a line: offset, hex in two groups of eight, text. */
export function Hex({ bytes, hits }: { readonly bytes: TraceBytes; readonly hits: readonly string[] }) {
  const lines = useMemo(() => shownLines(bytes.lines, hits), [bytes.lines, hits])
  return (
    <Scroll className="hex" label={`${bytes.shown} bytes from offset ${bytes.offset}, in hex and text`}>
      <pre>
        {lines.map((line) => (
          <Fragment key={line.offset}>
            <span className="offset">{line.offset.toString(16).padStart(8, '0')}</span>
            {'  '}
            <Cells bytes={line.bytes} of={(byte) => byte.hex} between=" " />
            {' '.repeat(Math.max(0, 16 - line.bytes.length) * 3 + (line.bytes.length <= 8 ? 1 : 0))}
            {'  '}
            <span className="chars">
              <Cells bytes={line.bytes} of={(byte) => byte.text} between="" />
            </span>
            {'\n'}
          </Fragment>
        ))}
      </pre>
    </Scroll>
  )
}

/** Runs of equally marked bytes, so that a row of thousands of bytes stays a few elements. */
function Cells({
  bytes,
  of,
  between,
}: {
  readonly bytes: readonly ShownByte[]
  readonly of: (byte: ShownByte) => string
  readonly between: string
}) {
  const runs: { hit: boolean; text: string }[] = []
  for (const [i, byte] of bytes.entries()) {
    const gap = between === '' || i === 0 ? '' : i === 8 ? '  ' : between
    const last = runs[runs.length - 1]
    if (last !== undefined && last.hit === byte.hit) last.text += gap + of(byte)
    else {
      if (last !== undefined) last.text += gap
      runs.push({ hit: byte.hit, text: of(byte) })
    }
  }
  return (
    <>
      {runs.map((run, i) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: runs of one line keep their places
        run.hit ? <mark key={i}>{run.text}</mark> : <Fragment key={i}>{run.text}</Fragment>,
      )}
    </>
  )
}

/** The same bytes read as UTF-8. */
export function Decoded({ bytes, hits }: { readonly bytes: TraceBytes; readonly hits: readonly string[] }) {
  const pieces = useMemo(() => cutAt(bytes.text, hits), [bytes.text, hits])
  return (
    <Scroll className="decoded" label="The same bytes read as UTF-8">
      <pre>
        {pieces.map((piece, i) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text keep their places
          i % 2 === 1 ? <mark key={i}>{piece}</mark> : <Fragment key={i}>{piece}</Fragment>,
        )}
      </pre>
    </Scroll>
  )
}
