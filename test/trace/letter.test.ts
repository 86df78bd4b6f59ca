import { describe, expect, test } from 'vitest'
import { letterSecrets } from '../../src/trace/letter.ts'
import { mask } from '../../src/trace/mask.ts'
import { expectLinear } from '../support/linear.ts'

const shown = (bytes: Buffer) => mask(bytes, letterSecrets(bytes)).bytes.toString('latin1')
const head = 'From: board@rail.example\nSubject: Welcome\n'

describe('the bytes of a message', () => {
  test('show neither passwords nor keys, and all else', () => {
    const text = shown(
      Buffer.from(
        `${head}\nUsername: anna\nPassword: Kettle7Bridge\nhttp://rail.example/ucp.php?mode=activate&u=5&k=2ABCDEFG9X\nGood bye.\n`,
      ),
    )
    expect(text).toContain('Username: anna')
    expect(text).toContain('mode=activate&u=5&k=**********\nGood bye.')
    expect(text).not.toMatch(/Kettle|2ABCDEF/)
  })

  test('show them neither in quoted-printable, over the ends of lines, nor in character sets of one byte', () => {
    const quoted = `${head}Content-Type: text/plain; charset=windows-1251\nContent-Transfer-Encoding: quoted-printable\n\n=CF=E0=F0=EE=EB=FC: Kettle7=\nBridge\nhttp://rail.example/member.php?action=3Dactivate&uid=3D5&code=3DXy12=\nab34z\n`
    const text = shown(Buffer.from(quoted))
    expect(text).not.toMatch(/Kettle7|Bridge|Xy12|ab34z/)
    expect(text).toContain('uid=3D5&code=')
    const eight = Buffer.concat([
      Buffer.from(`${head}Content-Type: text/plain; charset="iso-8859-7"\n\n`),
      Buffer.from([0xea, 0xf9, 0xe4, 0xe9, 0xea, 0xfc, 0xf2]),
      Buffer.from(': Kettle7Bridge\n'),
    ])
    expect(shown(eight)).not.toContain('Kettle7')
    expect(shown(Buffer.from(`${head}\nHasło: Kettle7Bridge\n`))).not.toContain('Kettle7')
  })

  test('show nothing that is base64, and what comes after it', () => {
    const text = shown(
      Buffer.from(
        `${head}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Transfer-Encoding: base64\nContent-Type: text/plain\n\nUGFzc3dvcmQ6IEtldHRsZQ==\n--b\n\nplain words\n--b--\n`,
      ),
    )
    expect(text).not.toContain('UGFzc3')
    expect(text).toContain('plain words')
  })

  test('are looked through in time that grows with them', () => {
    for (const part of ['=3D', 'password ', 'k=', '&code=', 'κωδικός:', '/confirm/', 'a'])
      expectLinear(4000, (size) =>
        letterSecrets(Buffer.from(`${head}Content-Transfer-Encoding: quoted-printable\n\n${part.repeat(size)}`)),
      )
  })
})
