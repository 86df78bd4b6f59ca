import { describe, expect, it } from 'vitest'
import { mask } from '../../src/trace/mask.ts'

const masked = (text: string): string => mask(Buffer.from(text), []).bytes.toString()

describe('bytes that are shown', () => {
  it('hide password hashes wherever they stand', () => {
    expect(masked("(7,'$2y$10$abcdefghijklmnopqrstuv','x')")).toBe(`(7,'${'*'.repeat(29)}','x')`)
    expect(masked(`('${'0f'.repeat(16)}')`)).toBe(`('${'*'.repeat(32)}')`)
  })

  it('hide session identifiers and passwords in the addresses of a log line', () => {
    const line = (query: string) =>
      `198.51.100.7 - - [01/Mar/2024:10:00:00 +0000] "GET /viewtopic.php?${query} HTTP/1.1" 200 1`
    expect(masked(line('t=5&sid=0123456789abcdef'))).toBe(line(`t=5&sid=${'*'.repeat(16)}`))
    expect(masked(line(`s=${'0f'.repeat(16)}&t=5`))).toBe(line(`s=${'*'.repeat(32)}&t=5`))
    expect(masked(line('user=rose&password=tulip'))).toBe(line(`user=rose&password=${'*'.repeat(5)}`))
    expect(masked(line('s=bulbs&topic=5'))).toBe(line('s=bulbs&topic=5'))
  })
})
