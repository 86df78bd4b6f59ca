import { describe, expect, test } from 'vitest'
import { shownBy } from '../../src/forum/markup/shown.ts'
import { type Shown, textOf } from '../../src/model/shown.ts'
import { expectLinear } from '../support/linear.ts'

/** A tree as one line: `bold(a italic(b))`, with what pieces say in brackets. */
function said(tree: readonly Shown[]): string {
  return tree
    .map((each) => {
      if (typeof each === 'string') return each
      const { is, of, ...rest } = each
      const more = Object.entries(rest).map(([name, value]) => (name === 'value' ? value : `${name}=${value}`))
      return `{${[is, ...more].join(' ')}${of.length === 0 ? '' : `|${said(of)}`}}`
    })
    .join('')
}

const phpbb = '1a2b3c4d'

describe('what a text shows', () => {
  test.each([
    ['phpbb', `[b:${phpbb}]a &amp; [i:${phpbb}]b[/b:${phpbb}]c[/i:${phpbb}]`, '{bold|a & {italic|b}}{italic|c}'],
    ['phpbb', `[quote=&quot;Rita&quot;:${phpbb}]Past N?[/quote:${phpbb}]Ja`, '{quote author=Rita|Past N?}Ja'],
    [
      'phpbb',
      '<r><QUOTE author="Rita" post_id="12" time="1690000000" user_id="3"><s>[quote=Rita post_id=12]</s>Past N?<e>[/quote]</e></QUOTE>\n\nJa <E>:)</E></r>',
      '{quote author=Rita post=12 at=1690000000|Past N?}\nJa :)',
    ],
    [
      'phpbb',
      '<r><S><s>[s]</s>weg<e>[/s]</e></S> <IMG src="http://a.example/1.jpg"><s>[img]</s>http://a.example/1.jpg<e>[/img]</e></IMG></r>',
      '{struck|weg} {remote what=picture http://a.example/1.jpg}',
    ],
    ['phpbb', '<t>a &lt; b<br/>\nc</t>', 'a < b\nc'],
    ['fluxbb', '[quote=Rita]a[quote=Sam]b[/quote]c[/quote]d', '{quote author=Rita|a{quote author=Sam|b}c}d'],
    ['fluxbb', '[glow]a[/glow] [b]b', '[glow]a[/glow] {bold|b}'],
    ['fluxbb', '[list=1][*]een[*]twee[/list]', '{list 1|{item|een}{item|twee}}'],
    ['fluxbb', '[url]http://a.example/[/url]', '{link http://a.example/}'],
    ['fluxbb', '[url=http://a.example/]hier[/url]', '{link http://a.example/|hier}'],
    ['fluxbb', '[img]http://a.example/1.png[/img]', '{remote what=picture http://a.example/1.png}'],
    ['fluxbb', '[code]a[b]c[/b][/code]', '{code|a[b]c[/b]}'],
    [
      'fluxbb',
      'zie http://a.example/x. Of rita@a.example!',
      'zie {link http://a.example/x}. Of {email rita@a.example}!',
    ],
    ['mybb', `[quote="Rita" pid='12' dateline='1690000000']a[/quote]`, '{quote author=Rita post=12 at=1690000000|a}'],
    ['mybb', '[attachment=7]', '{upload 7}'],
    ['mybb', '[size=large]a[/size] [color=#ff0000]b[/color]', '{size 5|a} {colour #ff0000|b}'],
    ['vbulletin', '[QUOTE=Rita;12]a[/QUOTE]', '{quote author=Rita post=12|a}'],
    ['vbulletin', '[TABLE][TR][TD]1[/TD][TD]2[/TD][/TR][/TABLE]', '{table|{row|{cell|1}{cell|2}}}'],
    [
      'smf',
      '[quote author=Rita link=topic=5.msg12#msg12 date=1690000000]a[/quote]',
      '{quote author=Rita post=12 at=1690000000|a}',
    ],
    ['smf', 'a<br />b&nbsp;c', 'a\nb c'],
    ['xenforo', '[QUOTE="Rita, post: 12, member: 3"]a[/QUOTE]', '{quote author=Rita post=12|a}'],
    ['xenforo', '[SPOILER="het einde"]a[/SPOILER]', '{spoiler het einde|a}'],
    ['invision', '<p>a <strong>b</strong></p><p>c</p>', 'a {bold|b}\nc'],
    [
      'invision',
      '<blockquote class="ipsQuote" data-ipsquote-username="Rita" data-ipsquote-contentcommentid="12"><div class="ipsQuote_citation">Rita said:</div><p>a</p></blockquote>',
      '{quote author=Rita post=12|a}',
    ],
    [
      'invision',
      '<iframe src="https://video.example/1"></iframe><script>a()</script>b',
      '{remote what=embedded https://video.example/1}b',
    ],
    ['invision', '[quote name="Rita" post="12"]a[/quote]', '{quote author=Rita post=12|a}'],
    [
      'woltlab',
      '<woltlab-quote data-author="Rita" data-link="https://a.example/t/1/#post12"><p>a</p></woltlab-quote>',
      '{quote author=Rita post=12|a}',
    ],
    ['discourse', '[quote="Rita, post:1, topic:2"]\na **b**\n[/quote]\nJa', '{quote author=Rita|a {bold|b}}Ja'],
    ['discourse', '> a\n> > b\nc', '{quote|a{quote|b}}c'],
    ['discourse', '- een\n- *twee*\n\n1. drie', '{list|{item|een}{item|{italic|twee}}}{list 1|{item|drie}}'],
    ['discourse', '```\nif (a)\n```\n`b` ~~c~~ a_b_c 2*3*4', '{code|if (a)\n}{typed|b} {struck|c} a_b_c 2{italic|3}4'],
    [
      'discourse',
      '![baan|690x1](upload://x.png) ![](http://a.example/1.png)',
      '{upload upload://x.png|baan} {remote what=picture http://a.example/1.png}',
    ],
    [
      'discourse',
      '# Kop\n| a | b |\n|---|---|\n| 1 | 2 |',
      '{heading 1|Kop}{table|{row|{cell|a}{cell|b}}{row|{cell|1}{cell|2}}}',
    ],
    ['vanilla', '[{"insert":"a "},{"insert":"b","attributes":{"bold":true}}]', 'a {bold|b}'],
    [
      'vanilla',
      '[{"type":"p","children":[{"text":"a"},{"type":"a","url":"http://a.example/","children":[{"text":"b"}]}]}]',
      'a{link http://a.example/|b}',
    ],
    [
      'flarum',
      '<r><B><s>**</s>a<e>**</e></B> <USERMENTION displayname="Rita" id="3">@"Rita"#3</USERMENTION></r>',
      '{bold|a} {mention Rita}',
    ],
    ['flarum', '<r><p>a</p>\n\n<HR>---</HR>\n<p>b</p></r>', 'a\n\n{rule}\nb'],
    ['another', '[b]a[/b]', '{bold|a}'],
    ['another', '<p>a</p>', 'a'],
  ])('%s: %s', (engine, text, expected) => {
    expect(said(shownBy(engine)(text))).toBe(expected)
  })

  test('a list of what a hostile text may not become', () => {
    const hostile =
      '<img src=x onerror="a()"><a href="javascript:a()">b</a><svg onload=a()><style>*{}</style><base href="http://a.example/">'
    for (const engine of ['phpbb', 'invision', 'woltlab', 'vanilla', 'discourse', 'smf'])
      expect(said(shownBy(engine)(hostile))).not.toMatch(/\{(?:script|style)/)
  })
})

describe('a text that was made to be slow', () => {
  const engines = [
    'phpbb',
    'smf',
    'mybb',
    'vbulletin',
    'xenforo',
    'invision',
    'woltlab',
    'vanilla',
    'discourse',
    'flarum',
    'another',
  ]
  test.each([
    ['open tags', (n: number) => '[b]'.repeat(n)],
    ['open quotes', (n: number) => '[quote=a]\n'.repeat(n)],
    ['misnested forms', (n: number) => '[b][i][/b][/i]'.repeat(n)],
    ['ends of nothing', (n: number) => '[/quote][/b]'.repeat(n)],
    ['items', (n: number) => '[list][*]'.repeat(n)],
    ['elements', (n: number) => '<b><p><span>'.repeat(n)],
    ['block quotes', (n: number) => '<blockquote>'.repeat(n)],
    ['open angles', (n: number) => '<a '.repeat(n)],
    ['marks', (n: number) => '**a *b _c ~~d '.repeat(n)],
    ['signs of quotes', (n: number) => '>'.repeat(n)],
    ['open links', (n: number) => '[a](b '.repeat(n)],
    ['names before a sign', (n: number) => 'a.'.repeat(n)],
    ['rich text in rich text', (n: number) => '[{"children":'.repeat(n)],
  ])(
    '%s are read in linear time',
    (_, make) => {
      for (const engine of engines) {
        const read = shownBy(engine)
        expectLinear(20_000, (n) => void read(make(n)))
      }
    },
    60_000,
  )

  test('nothing is nested deeper than it can be shown, and nothing is lost', () => {
    const depth = (tree: readonly Shown[]): number =>
      tree.reduce((most, each) => (typeof each === 'string' ? most : Math.max(most, 1 + depth(each.of))), 0)
    const tree = shownBy('fluxbb')(`${'[quote]a'.repeat(5000)}${'[/quote]'.repeat(5000)}b`)
    expect(depth(tree)).toBeLessThan(30)
    expect(textOf(tree).replaceAll(/\s/g, '')).toBe(`${'a'.repeat(5000)}b`)
  })
})
