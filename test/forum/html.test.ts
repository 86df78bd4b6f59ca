import { describe, expect, test } from 'vitest'
import { htmlPlain } from '../../src/forum/markup/html.ts'
import { expectLinear } from '../support/linear.ts'

describe('HTML', () => {
  test.each([
    ['<p>\n\tEen &amp; <strong>twee</strong>\n</p>\n\n<p>\n\tdrie\n</p>', 'Een & twee\ndrie'],
    ['een<br>\ntwee<br/>drie', 'een\ntwee\ndrie'],
    ['<ul><li>een</li><li>twee</li></ul>drie', '- een\n- twee\ndrie'],
    ['<p>a</p><p><br></p><p>b</p>', 'a\n\nb'],
    ['<pre>if (a)\n  b</pre>', 'if (a)\n  b'],
    ['<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>', '1 2\n3'],
    [
      '<blockquote class="ipsQuote" data-ipsquote-username="Rita"><div class="ipsQuote_citation">On 1/2, <b>Rita</b> said:</div><div class="ipsQuote_contents"><p>Past N?</p></div></blockquote><p>Ja</p>',
      'Rita wrote:\n> Past N?\nJa',
    ],
    [
      "<!--quoteo(post=12:date=Jan 1 2008, 10:00 AM:name=Rita)--><div class='quotetop'>QUOTE(Rita @ Jan 1 2008, 10:00 AM) </div><div class='quotemain'><!--quotec-->Past N?<!--QuoteEnd--></div><!--QuoteEEnd--><br />Ja",
      'Rita wrote:\n> Past N?\nJa',
    ],
    [
      '<woltlab-quote data-author="Rita" data-link="/thread/1/"><p>Past N?</p></woltlab-quote><p>Ja</p>',
      'Rita wrote:\n> Past N?\nJa',
    ],
    ['<woltlab-metacode data-name="user" data-attributes="WzNd">Rita</woltlab-metacode>', 'Rita'],
    ['Zie <woltlab-metacode data-name="attach" data-attributes="WzEyXQ=="></woltlab-metacode>', 'Zie [attachment: 12]'],
    ['<a href="http://a.example/">hier</a>', 'hier <http://a.example/>'],
    ['<a href="<___base_url___>/profile/3-rita/" data-mentionid="3">@Rita</a> ja', '@Rita ja'],
    [
      '<img src="<fileStore.core_Emoticons>/smile.png" alt=":)"> <img src="http://a.example/1.jpg" alt="baan">',
      ':) http://a.example/1.jpg',
    ],
    ['<script>alert("x")</script>a<style>b</style>', 'a'],
    ['3 < 4 <3 en <a', '3 < 4 <3 en <a'],
    ['<iframe src="https://video.example/1"></iframe>', 'https://video.example/1'],
  ])('%s', (stored, plain) => {
    expect(htmlPlain(stored)).toBe(plain)
  })

  test('keeps typed lines where the board does', () => {
    expect(htmlPlain('een\ntwee', { newlines: true })).toBe('een\ntwee')
    expect(htmlPlain('een\ntwee')).toBe('een twee')
  })

  test.each([
    ['open tags', '<p>', ''],
    ['open quotes', '<blockquote>x', ''],
    ['tags that never end', '<a href="', ''],
    ['quotation marks before one end', '<a "', '>'],
    ['unended comments', '<!-- ', ''],
    ['skipped elements', '<div class="quotetop">', ''],
  ])('reads a hundred thousand %s in linear time', (_, part, end) => {
    expectLinear(100_000, (n) => expect(typeof htmlPlain(part.repeat(n) + end)).toBe('string'))
  })
})
