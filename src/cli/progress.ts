import cliProgress from 'cli-progress'
import pc from 'picocolors'

/** Shows long work on standard error: bars on a terminal, a line now and then elsewhere, nothing when silent. */
export interface ProgressView {
  readonly update: (task: string, about: string, done: number, total: number, unit: string) => void
  readonly finish: (task: string, about: string, rows: number, seconds: number, note?: string, unit?: string) => void
  readonly say: (text: string) => void
  readonly stop: () => void
}

/** A view that shows nothing, for --json and tests. */
export const silent: ProgressView = {
  update: () => undefined,
  finish: () => undefined,
  say: () => undefined,
  stop: () => undefined,
}

const count = new Intl.NumberFormat('en-GB')

/** The view for people. `clock` gives milliseconds. */
export function progressView(stream: NodeJS.WriteStream, clock: () => number): ProgressView {
  let bar: { task: string; started: number; bar: cliProgress.SingleBar } | null = null
  const lastLine = new Map<string, number>()
  const stop = (): void => {
    bar?.bar.stop()
    bar = null
  }
  const say = (text: string): void => {
    stop()
    stream.write(`${text}\n`)
  }
  const amount = (n: number, unit: string): string =>
    unit === 'bytes' ? `${(n / 1e6).toFixed(1)} MB` : `${count.format(n)} ${unit}`
  const rate = (done: number, unit: string, seconds: number): string => {
    const perSecond = done / Math.max(seconds, 0.001)
    return unit === 'bytes'
      ? `${(perSecond / 1e6).toFixed(0)} MB/s`
      : `${count.format(Math.round(perSecond))} ${unit}/s`
  }
  return {
    say,
    stop,
    update: (task, about, done, total, unit) => {
      const now = clock()
      if (!stream.isTTY) {
        const last = lastLine.get(task)
        if (last === undefined) lastLine.set(task, now)
        else if (now - last > 5000) {
          lastLine.set(task, now)
          stream.write(`  ${task}: ${Math.floor((100 * done) / Math.max(total, 1))} %, ${amount(done, unit)}\n`)
        }
        return
      }
      if (bar?.task !== task) {
        stop()
        const single = new cliProgress.SingleBar(
          {
            stream,
            format: `  ${pc.cyan('{bar}')} {percentage} %  ${task.padEnd(16)} {rate}  {eta_formatted} left  ${pc.dim(about)}`,
            barsize: 24,
            hideCursor: true,
            clearOnComplete: true,
            fps: 8,
            etaBuffer: 30,
          },
          cliProgress.Presets.shades_classic,
        )
        single.start(Math.max(total, 1), 0, { rate: '' })
        bar = { task, started: now, bar: single }
      }
      bar.bar.setTotal(Math.max(total, 1))
      bar.bar.update(Math.min(done, total), { rate: rate(done, unit, (now - bar.started) / 1000) })
    },
    finish: (task, about, rows, seconds, note, unit = 'rows') => {
      stop()
      const figures = `${amount(rows, unit).padStart(18)} ${seconds.toFixed(1).padStart(7)} s`
      stream.write(`  ${pc.green('✓')} ${task.padEnd(18)} ${figures}  ${pc.dim(note ?? about)}\n`)
    },
  }
}
