import { describe, expect, test } from 'vitest'
import { mybbMarkup, phpbb2Markup, smfMarkup, vbulletinMarkup } from '../../src/forum/markup/dialects.ts'
import { phpbbMarkup, punbbMarkup } from '../../src/forum/markup/index.ts'
import { expectLinear } from '../support/linear.ts'

describe('XML of phpBB since 3.2', () => {
  test.each([
    ['<t>Eerste regel<br/>\nTweede &amp; &lt;derde&gt;</t>', 'Eerste regel\nTweede & <derde>'],
    ['<r><B><s>[b]</s>Vet<e>[/b]</e></B> en <I><s>[i]</s>schuin<e>[/i]</e></I></r>', 'Vet en schuin'],
    [
      '<r><URL url="http://a.example/1"><s>[url=http://a.example/1]</s>foto\'s<e>[/url]</e></URL></r>',
      "foto's <http://a.example/1>",
    ],
    ['<r>Zie <URL url="http://a.example/1">http://a.example/1</URL></r>', 'Zie http://a.example/1'],
    ['<r>Mail <EMAIL email="rita@spoor.example">rita@spoor.example</EMAIL></r>', 'Mail rita@spoor.example'],
    ['<r>Tot <EMOJI seq="1f682">&#128642;</EMOJI> <E>:)</E></r>', 'Tot 🚂 :)'],
    [
      '<r><QUOTE author="Rita"><s>[quote=Rita]</s>een<br/>\ntwee<e>[/quote]</e></QUOTE>drie</r>',
      'Rita wrote:\n> een\n> twee\ndrie',
    ],
    [
      '<r><QUOTE><s>[quote]</s><QUOTE author="B"><s>[quote=B]</s>diep<e>[/quote]</e></QUOTE>\nhoog<e>[/quote]</e></QUOTE></r>',
      '> B wrote:\n> > diep\n> hoog',
    ],
    ['<r><LIST><s>[list]</s><LI><s>[*]</s>een</LI><LI><s>[*]</s>twee</LI><e>[/list]</e></LIST></r>', '- een\n- twee'],
    [
      '<r>Foto: <ATTACHMENT filename="baan &amp; brug.png" index="0"><s>[attachment=0]</s>baan.png<e>[/attachment]</e></ATTACHMENT></r>',
      'Foto: [attachment: baan & brug.png]',
    ],
    ['<r><CODE><s>[code]</s><i>\n</i>if (a &lt; b)\n  c<e>[/code]</e></CODE></r>', 'if (a < b)\n  c'],
    ['<r><GLOW colour="x"><s>[glow=x]</s>onbekend<e>[/glow]</e></GLOW></r>', 'onbekend'],
    ['<r>afgebroken <B><s>[b', 'afgebroken '],
  ])('%s', (stored, plain) => {
    expect(phpbbMarkup(stored, '1abc2d3e')).toBe(plain)
  })
})

describe('marked BBCode of phpBB before 3.2', () => {
  test.each([
    ['[b:1abc2d3e]vet[/b:1abc2d3e] [b]niet[/b]', 'vet [b]niet[/b]'],
    ['[url=http&#58;//a&#46;example/:1abc2d3e]daar[/url:1abc2d3e]', 'daar <http://a.example/>'],
    ['[list:1abc2d3e][*:1abc2d3e]een[/*:m:1abc2d3e][*:1abc2d3e]twee[/*:m:1abc2d3e][/list:u:1abc2d3e]', '- een\n- twee'],
    [
      '[quote=&quot;Rita&quot;:1abc2d3e]een\ntwee[/quote:1abc2d3e]\ndrie &quot;vier&quot;',
      'Rita wrote:\n> een\n> twee\ndrie "vier"',
    ],
    [
      '<!-- m --><a class="postlink" href="http://a.example/a/very/long/way/to/go.html">http://a.example/a/very ... go.html</a><!-- m -->',
      'http://a.example/a/very/long/way/to/go.html',
    ],
    ['<!-- w --><a class="postlink" href="http://www.a.example">www.a.example</a><!-- w -->', 'www.a.example'],
    ['<!-- e --><a href="mailto:r@a.example">r@a.example</a><!-- e -->', 'r@a.example'],
    ['<!-- s:) --><img src="{SMILIES_PATH}/s.gif" alt=":)" title="Smile" /><!-- s:) -->', ':)'],
    ['[attachment=0:1abc2d3e]<!-- ia0 -->b.png<!-- ia0 -->[/attachment:1abc2d3e]', '[attachment: b.png]'],
    ['Trein &#128642; &amp; wagon', 'Trein 🚂 & wagon'],
  ])('%s', (stored, plain) => {
    expect(phpbbMarkup(stored, '1abc2d3e')).toBe(plain)
    expect(phpbbMarkup(stored, null)).toBe(plain)
  })

  test('a text without a mark has no tags', () => {
    expect(phpbbMarkup('[b:1abc2d3e]x', '')).toBe('[b:1abc2d3e]x')
  })
})

describe('BBCode of FluxBB and PunBB', () => {
  test.each([
    ["[quote=Rita]foto's[/quote]\nJa", "Rita wrote:\n> foto's\nJa"],
    ['[url]http://a.example[/url] [url=http://a.example]hier[/url]', 'http://a.example hier <http://a.example>'],
    ['[code]a[b]c[/b][/code] [i]d[/i]', 'a[b]c[/b] d'],
    ['[img]http://a.example/1.jpg[/img]', 'http://a.example/1.jpg'],
    ['5 [cm] & <klein> &amp; &#8364;', '5 [cm] & <klein> &amp; €'],
    ['[email=r@a.example]Rita[/email]', 'Rita <r@a.example>'],
  ])('%s', (stored, plain) => {
    expect(punbbMarkup(stored, null)).toBe(plain)
  })
})

describe('MyCode of MyBB', () => {
  test.each([
    [
      `[quote="Rail Rita" pid='12' dateline='1690000000']een\ntwee[/quote]\ndrie`,
      'Rail Rita wrote:\n> een\n> twee\ndrie',
    ],
    [`[quote='Rita' pid='12' dateline='1690000000']een[/quote]`, 'Rita wrote:\n> een'],
    ['[quote=Rita]een[/quote]twee', 'Rita wrote:\n> een\ntwee'],
    ['Zie [attachment=7] hier', 'Zie [attachment: 7] hier'],
    ['[php]$a[1][b]2[/b][/php] [b]c[/b]', '$a[1][b]2[/b] c'],
    ['[list]\n[*]een\n[*]twee\n[/list]', '\n- een\n- twee\n'],
    ['1 < 2 &amp; [spoor] [video=youtube]http://video.example/1[/video]', '1 < 2 &amp; [spoor] http://video.example/1'],
  ])('%s', (stored, plain) => {
    expect(mybbMarkup(stored, null)).toBe(plain)
  })
})

describe('BBCode of vBulletin', () => {
  test.each([
    ['[QUOTE=Rail Rita;1234]een[/QUOTE]\ntwee', 'Rail Rita wrote:\n> een\ntwee'],
    ['[QUOTE=Rita;n88]een[/QUOTE]', 'Rita wrote:\n> een'],
    ['[URL="http://a.example/1"]daar[/URL] [email]r@a.example[/email]', 'daar <http://a.example/1> r@a.example'],
    ['[ATTACH=CONFIG]12[/ATTACH] [ATTACH]13[/ATTACH]', '[attachment: 12] [attachment: 13]'],
    ['[noparse][b]x[/b][/noparse] [HIGHLIGHT]y[/HIGHLIGHT] &#1087;', '[b]x[/b] y п'],
    ['[FONT="Arial"][SIZE=3]groot[/SIZE][/FONT] [TABLE][TR][TD]a[/TD][TD]b[/TD][/TR][/TABLE]', 'groot \na b '],
  ])('%s', (stored, plain) => {
    expect(vbulletinMarkup(stored, null)).toBe(plain)
  })
})

describe('BBCode of Simple Machines', () => {
  test.each([
    [
      '[quote author=Rail Rita link=msg=12#msg12 date=1690000000]een<br />twee[/quote]<br />drie',
      'Rail Rita wrote:\n> een\n> twee\ndrie',
    ],
    ['[quote author=Rita link=topic=5.msg12#msg12 date=1690000000]een[/quote]twee', 'Rita wrote:\n> een\ntwee'],
    ['[quote]een[/quote]twee', '> een\ntwee'],
    ['[quote author=&quot;Rita&quot;]een[/quote]', 'Rita wrote:\n> een'],
    ['&lt;b&gt; &amp; &quot;x&quot;<br>&nbsp; &nbsp; y &#128642;', '<b> & "x"\n    y 🚂'],
    ['[url=http://a.example/1]daar[/url] [member=12]Rita[/member]', 'daar <http://a.example/1> Rita'],
    ['[code]a&nbsp;[b]c[/b]<br />d[/code]', 'a [b]c[/b]\nd'],
    ['[attach id=12 type=image/png]baan.png[/attach]', '[attachment: baan.png]'],
  ])('%s', (stored, plain) => {
    expect(smfMarkup(stored, null)).toBe(plain)
  })
})

describe('marked BBCode of phpBB 2', () => {
  test.each([
    ['[quote:1a2b3c4d5e="Rita"]een[/quote:1a2b3c4d5e]\ntwee', 'Rita wrote:\n> een\ntwee'],
    ['[code:1:1a2b3c4d5e]a &lt; b[/code:1:1a2b3c4d5e]', 'a < b'],
    ['[list:1a2b3c4d5e][*:1a2b3c4d5e]een[*:1a2b3c4d5e]twee[/list:u:1a2b3c4d5e]', '- een\n- twee'],
    [
      '[url=http://a.example]daar[/url] [img:1a2b3c4d5e]http://a.example/1.png[/img:1a2b3c4d5e]',
      'daar <http://a.example> http://a.example/1.png',
    ],
    ['[color=red:1a2b3c4d5e]rood[/color:1a2b3c4d5e] [b]niet[/b] &amp; &#1087;', 'rood [b]niet[/b] & п'],
  ])('%s', (stored, plain) => {
    expect(phpbb2Markup(stored, '1a2b3c4d5e')).toBe(plain)
    expect(phpbb2Markup(stored, null)).toBe(plain)
  })
})

/** Texts that a careless reader would need a stack, or the square of their length, for. */
const nasty: readonly (readonly [what: string, size: number, start: string, part: string])[] = [
  ['ten million open tags', 10_000_000, '', '[b]'],
  ['a million marked tags', 1_000_000, '', '[b:1abc2d3e]'],
  ['a million open elements', 1_000_000, '<r>', '<B>'],
  ['nested quotes with newlines', 300_000, '<r>', '<QUOTE author="x">\n'],
  ['open brackets only', 2_000_000, '', '['],
  ['open angles only', 2_000_000, '', '<'],
  ['links in links', 300_000, '', '[url=http://a.example]'],
  ['half entities', 2_000_000, '', '&#'],
]

test.each(nasty)(
  '%s are read in linear time',
  (_, size, start, part) => {
    for (const markup of [phpbbMarkup, punbbMarkup, mybbMarkup, smfMarkup])
      expectLinear(size, (n) => expect(typeof markup(start + part.repeat(n), null)).toBe('string'))
  },
  600_000,
)
