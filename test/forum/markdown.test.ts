import { describe, expect, test } from 'vitest'
import { markdownPlain } from '../../src/forum/markup/markdown.ts'
import { vanillaMarkup } from '../../src/forum/markup/vanilla.ts'
import { expectLinear } from '../support/linear.ts'

describe('Markdown', () => {
  test.each([
    ['**vet** en *schuin*, ~~weg~~ en __ook__ a_b_c', 'vet en schuin, weg en ook a_b_c'],
    ['[hier](http://a.example/ "daar") of <http://b.example>', 'hier <http://a.example/> of http://b.example'],
    ['[http://a.example](http://a.example/)', 'http://a.example/'],
    ['![baan|690x388](upload://abc.png) ![](http://a.example/1.jpg)', 'baan http://a.example/1.jpg'],
    ['# Kop\n> citaat\n\n- een\n- twee', 'Kop\n> citaat\n\n- een\n- twee'],
    ['```js\nif (a < b) **c**\n```\n`d **e**`', 'if (a < b) **c**\nd **e**'],
    [
      '[quote="Rita, post:1, topic:2"]\nPast N?\n[/quote]\n\nJa &amp; \\*mooi\\*',
      'Rita wrote:\n> Past N?\n\nJa & *mooi*',
    ],
    ['een<br>twee <b>drie</b> 3 < 4', 'een\ntwee drie 3 < 4'],
    ['2 * 3 * 4', '2 * 3 * 4'],
  ])('%s', (stored, plain) => {
    expect(markdownPlain(stored)).toBe(plain)
  })

  test.each([
    ['open brackets', 200_000, '['],
    ['open links', 50_000, '[a]('],
    ['stars', 100_000, '*a'],
    ['underscores', 100_000, '_a '],
    ['angle brackets', 100_000, '<a '],
    ['lines of marks', 100_000, '**a\n'],
  ])('reads %s in linear time', (_, size, part) => {
    expectLinear(size, (n) => expect(typeof markdownPlain(part.repeat(n))).toBe('string'))
  })
})

test.each([
  [
    '[{"insert":"Zie "},{"attributes":{"link":"http://a.example"},"insert":"daar"},{"insert":"\\n"}]',
    'Rich',
    'Zie daar <http://a.example>',
  ],
  [
    '[{"insert":{"embed-external":{"data":{"type":"quote","insertUser":{"name":"Rita"},"bodyRaw":"Past N?","format":"Text"}}}},{"insert":"Ja\\n"}]',
    'Rich',
    'Rita wrote:\n> Past N?\nJa',
  ],
  [
    '[{"type":"p","children":[{"text":"een"}]},{"type":"ul","children":[{"type":"li","children":[{"type":"lic","children":[{"text":"twee"}]}]}]}]',
    'Rich2',
    'een\ntwee',
  ],
  ['geen lijst', 'Rich', 'geen lijst'],
])('Vanilla reads %s', (stored, format, plain) => {
  expect(vanillaMarkup(stored, format)).toBe(plain)
})
