import { expect, test } from 'vitest'
import { releaseMemory } from '../../src/db/memory.ts'

const megabyte = 1 << 20

/** Holds much, lets go of it, and says how large the heap was meanwhile. */
function holdMuch(): number {
  const waste: { readonly n: number; readonly name: string }[] = []
  for (let n = 0; n < 1_500_000; n++) waste.push({ n, name: `engine ${n}` })
  return waste.length === 0 ? 0 : process.memoryUsage().heapTotal
}

test('what a stage held and holds no more goes back to the system, and what is held stays', () => {
  const kept = Array.from({ length: 1000 }, (_, n) => ({ n, name: `wagon ${n}` }))
  const held = holdMuch()
  releaseMemory()
  expect(held - process.memoryUsage().heapTotal).toBeGreaterThan(60 * megabyte)
  expect(kept.at(-1)).toEqual({ n: 999, name: 'wagon 999' })
})

test('a heap below the bound is left alone', () => {
  const held = holdMuch()
  releaseMemory(Number.POSITIVE_INFINITY)
  expect(process.memoryUsage().heapTotal).toBeGreaterThan(held - 60 * megabyte)
})

/** What the heap gives back when it is asked to release memory right now, in bytes. */
function released(): number {
  const before = process.memoryUsage().heapUsed
  releaseMemory(0)
  return before - process.memoryUsage().heapUsed
}

test('a heap that did not grow since it was collected is left alone, and one that did is not', () => {
  holdMuch()
  releaseMemory()
  // Some megabytes let go of: less than the quarter that the heap may grow by, and seen if it were collected.
  Array.from({ length: 100_000 }, (_, n) => ({ n, name: `wagon ${n}` }))
  expect(released()).toBeLessThan(megabyte)
  holdMuch()
  expect(released()).toBeGreaterThan(60 * megabyte)
})
