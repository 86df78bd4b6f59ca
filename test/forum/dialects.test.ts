import { describe, expect, test } from 'vitest'
import { flarumMarkup } from '../../src/forum/markup/flarum.ts'
import { invisionMixed } from '../../src/forum/markup/invision.ts'
import { woltlabMarkup } from '../../src/forum/markup/woltlab.ts'
import { xenforoMarkup } from '../../src/forum/markup/xenforo.ts'
import { expectLinear } from '../support/linear.ts'

describe('XenForo', () => {
  test.each([
    ['[QUOTE="Rita, de machinist, post: 12, member: 3"]N[/QUOTE]\nJa', 'Rita, de machinist wrote:\n> N\nJa'],
    ['[QUOTE]N[/QUOTE]', '> N'],
    ['[URL unfurl="true"]http://a.example/1[/URL]', 'http://a.example/1'],
    ["[URL='http://a.example/']hier[/URL]", 'hier <http://a.example/>'],
    ['[USER=3]@Rita[/USER] [ATTACH type="full"]7[/ATTACH]', '@Rita [attachment: 7]'],
    ['[LIST]\n[*]een\n[*]twee\n[/LIST]', '\n- een\n- twee\n'],
    ['[TABLE][TR][TD]1[/TD][TD]2[/TD][/TR][TR][TD]3[/TD][/TR][/TABLE]', '1 2 \n3 '],
    ['[CODE=php]a[b]c[/b][/CODE]', 'a[b]c[/b]'],
  ])('%s', (stored, plain) => {
    expect(xenforoMarkup(stored, null)).toBe(plain)
  })
})

describe('Invision 2 and 3', () => {
  test.each([
    ["[quote name='Rita' post='12' timestamp='1']N[/quote]Ja", 'Rita wrote:\n> N\nJa'],
    ['[quote=Rita]N[/quote]', 'Rita wrote:\n> N'],
    [
      'een<br />\n[url="http://a.example/"]hier[/url] [attachment=3:baan.png]',
      'een\nhier <http://a.example/> (attachment: baan.png)',
    ],
    ['<p>a &lt; b</p><p>c</p>', 'a < b\nc'],
  ])('%s', (stored, plain) => {
    expect(invisionMixed(stored, null)).toBe(plain)
  })
})

describe('WoltLab', () => {
  test.each([
    [
      "[quote='Rita','http://a.example/#post1']N[/quote]Ja [attach=3,none][/attach]",
      '0',
      'Rita wrote:\n> N\nJa [attachment: 3]',
    ],
    ['[attach]4[/attach] <b>5', '0', '[attachment: 4] <b>5'],
    ['<p>een</p><p>twee</p>', null, 'een\ntwee'],
    ['een &amp; twee', '1', 'een & twee'],
  ])('%s', (stored, html, plain) => {
    expect(woltlabMarkup(stored, html)).toBe(plain)
  })
})

describe('Flarum', () => {
  test.each([
    ['<t><p>een</p>\n\n<p>twee</p></t>', 'een\n\ntwee'],
    [
      '<r><p><POSTMENTION discussionid="1" displayname="Rita" id="5" number="2">@"Rita"#p5</POSTMENTION> ja</p></r>',
      '@Rita ja',
    ],
    ['<r><p><GROUPMENTION groupname="Machinisten" id="4">@"Mods"#g4</GROUPMENTION> kijk</p></r>', '@Machinisten kijk'],
    [
      '<r><p><IMG src="http://a.example/1.jpg"><s>[img]</s>http://a.example/1.jpg<e>[/img]</e></IMG></p></r>',
      'http://a.example/1.jpg',
    ],
    ['gewone tekst', 'gewone tekst'],
  ])('%s', (stored, plain) => {
    expect(flarumMarkup(stored, null)).toBe(plain)
  })
})

test.each([
  ['mentions', '', '<r><USERMENTION displayname="'],
  ['pictures', '<r>', '<IMG src="a"><s>'],
])('%s that never end are read in linear time', (_, start, part) => {
  expectLinear(50_000, (n) => expect(typeof flarumMarkup(start + part.repeat(n), null)).toBe('string'))
})
