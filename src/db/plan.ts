import { sha256 } from './custody.ts'
import type { Stage } from './stage.ts'

/**
 * Stages in an order in which each runs after those that write what it reads; ties keep the given order, and so do stages that
 * each add to a table of which they read what is there already.
 */
export function inOrder(stages: readonly Stage[]): readonly Stage[] {
  const writers = writersOf(stages)
  const ordered: Stage[] = []
  const state = new Map<Stage, 'open' | 'done'>()
  const isLater = (a: Stage, b: Stage): boolean => stages.indexOf(a) > stages.indexOf(b)
  const visit = (stage: Stage, path: readonly string[]): void => {
    if (state.get(stage) === 'done') return
    if (state.get(stage) === 'open')
      throw new Error(`stages read each other's tables in a circle: ${[...path, stage.name].join(' → ')}`)
    state.set(stage, 'open')
    for (const table of stage.reads)
      for (const writer of writers.get(table) ?? [])
        if (writer !== stage && !(adds(stage, table) && adds(writer, table) && isLater(writer, stage)))
          visit(writer, [...path, stage.name])
    state.set(stage, 'done')
    ordered.push(stage)
  }
  for (const stage of stages) visit(stage, [])
  return ordered
}

function adds(stage: Stage, table: string): boolean {
  return stage.reads.includes(table) && stage.writes.includes(table)
}

/** What a unit of a stage depends on: its own version and inputs, and the fingerprints of everything it reads. */
export function fingerprint(stage: Stage, unit: number, inputs: string, upstream: readonly string[]): string {
  return sha256(JSON.stringify([stage.name, stage.version, unit, inputs, [...upstream].sort()]))
}

/** Which stages write each table. */
export function writersOf(stages: readonly Stage[]): ReadonlyMap<string, readonly Stage[]> {
  const writers = new Map<string, Stage[]>()
  for (const stage of stages)
    for (const table of stage.writes) writers.set(table, [...(writers.get(table) ?? []), stage])
  for (const [table, by] of writers) {
    if (by.length > 1 && by.some((s) => !s.reset))
      throw new Error(
        `${table} is written by ${by.map((s) => s.name).join(' and ')}: each must say how to reset its own rows`,
      )
  }
  return writers
}
