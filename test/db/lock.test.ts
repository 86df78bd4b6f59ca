import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { withLock } from '../../src/db/embedded/lock.ts'
import { runs, thisProcess } from '../../src/db/embedded/process.ts'
import { packageRoot } from '../../src/db/root.ts'
import { StoreError } from '../../src/db/trouble.ts'
import { eventually } from './programs.ts'

let folder = ''
let lock = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-lock-'))
  lock = join(folder, 'start.lock')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const counter = () => join(folder, 'counter')

/** Adds one to a file in a way that loses counts unless it is alone. */
async function addOne(): Promise<void> {
  const before = Number(readFileSync(counter(), 'utf8'))
  await new Promise((resolve) => setTimeout(resolve, 2))
  writeFileSync(counter(), String(before + 1))
}

/** A process that holds the lock, adds to the counter that many times, and then holds it until it is killed. */
function holder(times: number, forEver: boolean): ReturnType<typeof spawn> {
  const code = `
    import { readFileSync, writeFileSync } from 'node:fs'
    import { withLock } from './src/db/embedded/lock.ts'
    const counter = ${JSON.stringify(counter())}
    const main = async () => {
      for (let i = 0; i < ${times}; i += 1) await withLock(${JSON.stringify(lock)}, { seconds: 60 }, async () => {
        const before = Number(readFileSync(counter, 'utf8'))
        await new Promise((resolve) => setTimeout(resolve, 2))
        writeFileSync(counter, String(before + 1))
      })
      if (${forEver}) await withLock(${JSON.stringify(lock)}, { seconds: 60 }, () => new Promise((resolve) => setTimeout(resolve, 600000)))
    }
    void main()`
  const args = ['--import', 'tsx', '--input-type=module', '--eval', code]
  return spawn(process.execPath, args, { cwd: packageRoot(), stdio: 'inherit' })
}

describe('the start lock', () => {
  test('is held by one at a time, among threads of this process and other processes', async () => {
    writeFileSync(counter(), '0')
    const others = [holder(20, false), holder(20, false)]
    const ends = others.map((each) => once(each, 'exit'))
    await Promise.all(Array.from({ length: 20 }, () => withLock(lock, { seconds: 60 }, addOne)))
    expect((await Promise.all(ends)).map(([code]) => code)).toEqual([0, 0])
    expect(readFileSync(counter(), 'utf8')).toBe('60')
    expect(readdirSync(folder)).toEqual(['counter'])
  })

  test('of a killed process is taken over by one of twenty who wait', async () => {
    writeFileSync(counter(), '0')
    const dead = holder(0, true)
    await eventually(() => statSync(lock, { throwIfNoEntry: false }) !== undefined)
    const waiting: number[] = []
    const onWait = (pid: number) => waiting.push(pid)
    const work = Array.from({ length: 20 }, () => withLock(lock, { seconds: 60, onWait }, addOne))
    await eventually(() => waiting.length === 20)
    expect(new Set(waiting)).toEqual(new Set([dead.pid]))
    expect(readFileSync(counter(), 'utf8')).toBe('0')
    dead.kill('SIGKILL')
    await Promise.all(work)
    expect(readFileSync(counter(), 'utf8')).toBe('20')
    expect(readdirSync(folder)).toEqual(['counter'])
  })

  test('is given back when the work fails', async () => {
    await expect(withLock(lock, { seconds: 1 }, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(readdirSync(folder)).toEqual([])
  })

  test('that a living process never gives back is refused by name after a while', async () => {
    const other = holder(0, true)
    await eventually(() => statSync(lock, { throwIfNoEntry: false }) !== undefined)
    const refused = await withLock(lock, { seconds: 0.1 }, async () => undefined).catch((error) => error)
    expect(refused).toBeInstanceOf(StoreError)
    expect(refused.reason).toContain(`process ${other.pid} `)
    other.kill('SIGKILL')
    await once(other, 'exit')
  })

  test('of a process in another container counts until it has been silent for a while', async () => {
    const elsewhere = { ...thisProcess(), pid: 1, space: '1', token: 'elsewhere' }
    expect(runs(elsewhere)).toBeNull()
    writeFileSync(lock, JSON.stringify(elsewhere))
    await expect(withLock(lock, { seconds: 0.1 }, async () => undefined)).rejects.toThrow(StoreError)
    const past = new Date(Date.now() - 60_000)
    utimesSync(lock, past, past)
    expect(await withLock(lock, { seconds: 0.1 }, async () => 'mine')).toBe('mine')
  })

  test('damaged by a power failure is taken over', async () => {
    writeFileSync(lock, '{"pid":')
    expect(await withLock(lock, { seconds: 1 }, async () => 'mine')).toBe('mine')
  })

  test('of a process whose number another process has now is taken over', async () => {
    writeFileSync(lock, JSON.stringify({ ...thisProcess(), started: '1', token: 'before' }))
    expect(await withLock(lock, { seconds: 1 }, async () => 'mine')).toBe('mine')
  })
})
