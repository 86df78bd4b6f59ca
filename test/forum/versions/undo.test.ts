import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { patched } from '../../../src/forum/versions/patch.ts'
import { listsOf } from '../../../src/forum/versions/scalars.ts'
import { changesOf, undone } from '../../../src/forum/versions/undo.ts'
import { expectLinear } from '../../support/linear.ts'

/** A patch as the package `diff` writes it, of all lines at once. */
function patchOf(from: string, to: string): string {
  const side = (text: string, mark: string): string =>
    (text.match(/[^\n]*\n|[^\n]+$/g) ?? [])
      .map((line) => (line.endsWith('\n') ? mark + line : `${mark}${line}\n\\ No newline at end of file\n`))
      .join('')
  const count = (text: string): number => (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).length
  const range = (text: string): string => `${count(text) === 0 ? 0 : 1},${count(text)}`
  const head = 'Index: \n===================================================================\n--- \t\n+++ \t\n'
  return `${head}@@ -${range(from)} +${range(to)} @@\n${side(from, '-')}${side(to, '+')}`
}

describe('a patch', () => {
  it('makes the older text of the newer one', () => {
    const now = 'The points at platform two\nare broken.\nWrite to me.\nRegards'
    const patch =
      'Index: \n===\n--- \t\n+++ \t\n@@ -1,4 +1,4 @@\n The points at platform two\n are broken.\n-Write to me.\n+Write to fern@beds.example\n Regards\n\\ No newline at end of file\n'
    expect(patched(now, patch)).toBe('The points at platform two\nare broken.\nWrite to fern@beds.example\nRegards')
  })

  it('of all lines leads back to any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        fc.pre(a !== b && !a.includes('\r') && !b.includes('\r'))
        expect(patched(a, patchOf(a, b))).toBe(b)
      }),
      { seed: 7, numRuns: 300 },
    )
  })

  it('finds its place where lines were put before it', () => {
    const patch = '@@ -2,2 +2,2 @@\n b\n-c\n+d\n'
    expect(patched('new\nnew\na\nb\nc\n', patch)).toBe('new\nnew\na\nb\nd\n')
  })

  it('does not fit another text, and is no patch without a place', () => {
    expect(patched('x\ny\n', '@@ -1,2 +1,2 @@\n a\n-b\n+c\n')).toBeNull()
    expect(patched('Yes', '-Yes\n+No')).toBeNull()
  })

  it('takes time in proportion to the text', () => {
    expectLinear(20_000, (size) => patched('line\n'.repeat(size), '@@ -1,2 +1,2 @@\n other\n-b\n+c\n'))
  })
})

describe('a hash of lists', () => {
  it('is read with plain, quoted and block texts', () => {
    const yaml = `---
raw:
- |-
  First line

    indented
  # no comment
- "quoted \\"text\\" with \\
  a tab\\tand \\u00e9"
title:
- 'It''s here'
- a long title that
  goes on
tags:
- - one
  - two
- []
edit_reason:
-
- &1 typo
wiki:
- false
- true
category_id:
- *1
- ''
`
    expect([...(listsOf(yaml) ?? [])]).toEqual([
      ['raw', ['First line\n\n  indented\n# no comment', 'quoted "text" with a tab\tand é']],
      ['title', ["It's here", 'a long title that goes on']],
      ['tags', [null, null]],
      ['edit_reason', [null, 'typo']],
      ['wiki', ['false', 'true']],
      ['category_id', ['typo', '']],
    ])
  })

  it('keeps the white space of a block that states its indentation, and its last line feeds', () => {
    expect(listsOf('---\nraw:\n- |2-\n    two more\n  none\n- |+\n  end\n\n')?.get('raw')).toEqual([
      '  two more\nnone',
      'end\n\n',
    ])
  })

  it('is none in other text, which never throws', () => {
    expect(listsOf('no hash at all')).toBeNull()
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        listsOf(`---\nraw:\n- ${a}\n- |\n  ${b}`)
        changesOf(a)
      }),
      { seed: 7, numRuns: 300 },
    )
  })

  it('takes time in proportion to the text', () => {
    expectLinear(20_000, (size) => listsOf(`raw:\n- "${'\\\n  a '.repeat(size)}`))
    expectLinear(20_000, (size) => listsOf(`raw:\n${'- a\n'.repeat(size)}`))
  })
})

describe('edits', () => {
  it('are undone one after the other, the latest first', () => {
    const texts = ['one\n', 'one\ntwo\n', 'two\nthree\n']
    const edits = [
      { form: 'patch', stored: patchOf(texts[2]!, texts[1]!) },
      { form: 'patch', stored: null },
      { form: 'patch', stored: patchOf(texts[1]!, texts[0]!) },
    ] as const
    expect(undone(texts[2]!, edits).map((each) => each.text)).toEqual(['one\ntwo\n', 'one\ntwo\n', 'one\n'])
  })

  it('of something else leave the text, and say what it was called', () => {
    const edits = [
      { form: 'changes', stored: '{"title":["Old","New"]}' },
      { form: 'changes', stored: '---\nraw:\n- was\n- is\n' },
      { form: 'changes', stored: '---\ncategory_id:\n- 3\n- 4\n' },
    ] as const
    expect(undone('is', edits)).toEqual([
      { text: 'is', subject: 'Old', fits: true },
      { text: 'was', subject: null, fits: true },
      { text: 'was', subject: null, fits: true },
    ])
  })

  it('that do not fit leave what is older unknown, until a row states it', () => {
    const edits = [
      { form: 'changes', stored: 'torn' },
      { form: 'changes', stored: '---\nwiki:\n- false\n- true\n' },
      { form: 'changes', stored: '---\nraw:\n- was\n- is\n' },
    ] as const
    expect(undone('now', edits).map((each) => [each.text, each.fits])).toEqual([
      [null, false],
      [null, true],
      ['was', true],
    ])
    expect(undone('now', [{ form: 'patch', stored: patchOf('x\n', 'y\n') }])).toEqual([
      { text: null, subject: null, fits: false },
    ])
  })
})
