import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { holdResources } from '../../src/api/queries/resources.ts'
import { prepareReading } from '../../src/api/reading.ts'
import { textHtml } from '../../src/api/site/text.ts'
import type { Store } from '../../src/db/connect.ts'
import type { Piece, Shown } from '../../src/model/shown.ts'
import { smallCase } from './seed.ts'
import { insert, withApp } from './support.ts'

const of = (name: 'md5' | 'sha1' | 'sha256', text: string): string => createHash(name).update(text).digest('hex')

const file = (n: number, path: string, text = path) => ({
  ...{ file: n * 1000 + 1, exhibit: 1, path, source: 'other', stored_path: `x/${n}`, stored_size: text.length },
  ...{ md5: of('md5', text), sha1: of('sha1', text), sha256: of('sha256', text) },
})

const app = withApp(async (db, caseDir) => {
  await smallCase(db, caseDir)
  await db.query(`UPDATE forum.site SET base_url = 'https://www.rails.example/board' WHERE site = 1`)
  await insert(db, 'evidence.file', [
    file(1, 'www/board/images/yard.png'),
    file(2, 'www/old/images/yard.png'),
    file(3, 'www/one/same/twin.png'),
    file(4, 'www/two/same/twin.png'),
    file(5, 'www/one/like/copy.png', 'copy'),
    file(6, 'www/two/like/copy.png', 'copy'),
    file(7, `${'deep/'.repeat(900)}images/far%20off.png`),
    file(8, 'www/images/two words.png'),
  ])
})

let store: Store
beforeAll(async () => {
  store = await app.database.openStore()
  return () => store.close()
})

const picture = (value: string): Piece => ({ is: 'remote', what: 'picture', value, of: [] })
const hold = async (...shown: readonly Shown[]): Promise<readonly (string | null)[]> => {
  const [held] = await holdResources(store.pool, 1, [{ shown, attachments: [] }])
  return held!.map((each) => (typeof each === 'string' ? each : (each.held?.path ?? null)))
}

describe('the bytes behind a placeholder', () => {
  it('are found by an address of the board itself, the longest way first', async () => {
    expect(
      await hold(
        picture('http://rails.example/board/images/yard.png?size=2#top'),
        picture('//www.RAILS.example/old/images/yard.png'),
        picture('./images/two%20words.png'),
        'text',
      ),
    ).toEqual(['www/board/images/yard.png', 'www/old/images/yard.png', 'www/images/two words.png', 'text'])
  })

  it('are not guessed: not elsewhere, not by one name alone, not where two files differ', async () => {
    expect(
      await hold(
        picture('https://elsewhere.example/board/images/yard.png'),
        picture('https://rails.example.elsewhere.example/board/images/yard.png'),
        picture('yard.png'),
        picture('/same/twin.png'),
        picture('/like/copy.png'),
        picture('/board/images/'),
        picture('data:image/png;base64,AAAA/images/yard.png'),
        picture('/board/img.php'),
        picture('http://%/images/yard.png'),
        picture(`/${'%'.repeat(5000)}/yard.png`),
      ),
    ).toEqual([null, null, null, null, 'www/one/like/copy.png', null, null, null, null, null])
  })

  it('say size, hash and verdict wherever the placeholder stands, also on a page', async () => {
    const quote: Piece = {
      is: 'quote',
      of: [picture('/board/images/yard.png'), { is: 'upload', value: 'plan.pdf', of: [] }],
    }
    const [shown] = await holdResources(store.pool, 1, [{ shown: [quote], attachments: [] }])
    const html = textHtml(shown!, () => null).html
    const sha256 = of('sha256', 'www/board/images/yard.png')
    expect(html).toContain(`www/board/images/yard.png, 25 bytes, SHA-256 ${sha256}; set verdict: no set loaded`)
    expect(textHtml([picture('http://a.example/b.png')], () => null).html).toContain(
      'its bytes were not found in evidence',
    )
    expect(html).not.toMatch(/<img|src=/)
  })

  it('are read by an index over ends of paths', async () => {
    await prepareReading(app.database.client, { force: true })
    const { rows } = await app.database.client.query<{ def: string }>(
      `SELECT indexdef AS def FROM pg_indexes WHERE indexname = 'file_ending'`,
    )
    expect(rows[0]?.def).toContain('text_pattern_ops')
  })
})
