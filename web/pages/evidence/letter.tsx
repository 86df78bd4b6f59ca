import { useState } from 'react'
import { endpoints, type MailConcern, type MailMessage } from '../../../src/api/contract.ts'
import { StatedTime } from '../../components/corrected.tsx'
import { Page } from '../../components/frame/page.tsx'
import { Card, Facts, Hash, Time } from '../../components/parts.tsx'
import { Scroll } from '../../components/scroll.tsx'
import { Statement } from '../../components/statement.tsx'
import { Answered } from '../../components/states.tsx'
import { useKeys } from '../../keys.tsx'
import { usePreferences } from '../../preferences.ts'
import { useAnswer } from '../../resource.ts'
import { Link, part } from '../../router.tsx'
import { bytes, count, plural } from '../../text/format.ts'
import { openFolded } from '../forum/forms.tsx'
import { concernWords } from './mail-columns.tsx'

/** One message: whom it concerns, its addresses, its way, its text, and what it carries as placeholders. */
export function Letter({ file, n }: { readonly file: string; readonly n: string }) {
  const letter = useAnswer(endpoints.letter, { file: Number(file), n: Number(n) })
  useKeys('Message', [openFolded])
  const data = letter.data
  return (
    <Page
      title={data === null ? 'Message' : data.subject || 'No subject'}
      filled
      about={data === null ? undefined : `Message ${data.n} of ${data.path}, exhibit ${data.exhibit}`}
    >
      <Answered of={letter} what="the message">
        {(message) => (
          <Scroll label="The message">
            <div className="stack letter">
              <Head of={message} />
              {message.concerns.length > 0 && <Concerns of={message.concerns} />}
              <Card title="Text">
                <div className="inside">
                  <Body of={message} />
                </div>
              </Card>
              {message.files.length > 0 && <Files of={message} />}
              {message.hops.length > 0 && <Way of={message} />}
            </div>
          </Scroll>
        )}
      </Answered>
    </Page>
  )
}

function Head({ of }: { readonly of: MailMessage }) {
  return (
    <Card
      title="Headers"
      tools={
        <Statement trace={of.source.trace} hit={of.messageId}>
          bytes
        </Statement>
      }
    >
      <div className="inside">
        <Facts
          of={[
            ['Date', <StatedTime key="at" at={of.at} corrected={of.corrected} />],
            ['As written', of.stated],
            ...of.addresses.map(
              (a) =>
                [
                  a.role,
                  <Statement key={a.address} trace={of.source.trace} hit={a.address} className="mono">
                    {a.name === null ? a.address : `${a.name} <${a.address}>`}
                  </Statement>,
                ] as const,
            ),
            [
              'Message-ID',
              of.messageId === null ? null : (
                <span key="id" className="mono small">
                  {of.messageId}
                </span>
              ),
            ],
            ['Flags', of.flags],
          ]}
        />
      </div>
    </Card>
  )
}

function Concerns({ of }: { readonly of: readonly MailConcern[] }) {
  return (
    <Card title="Whom it concerns">
      <ul className="inside">
        {of.map((each) => (
          <li key={each.trace}>
            <Statement trace={each.trace} hit={each.address ?? each.ip}>
              {concernWords(each)}
            </Statement>{' '}
            {each.member?.id && (
              <Link className="button tiny" href={`/forum/${each.site}/members/${part(each.member.id)}`}>
                Account
              </Link>
            )}
            {each.ip !== null && <span className="mono"> {each.ip}</span>}
            <span className="soft"> {each.why}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Body({ of }: { readonly of: MailMessage }) {
  const { fold } = usePreferences()
  const [open, setOpen] = useState(false)
  if (of.text === null || of.text === '') return <p className="soft">It has no text.</p>
  if ((of.folded || fold === 'all') && !open)
    return (
      <div className="folded">
        <span className="soft">
          {count(of.text.length)} characters, folded
          {of.folded ? ': a term of a loaded list occurs in it.' : ' as you prefer.'}
        </span>
        <button type="button" className="button tiny" data-unfold onClick={() => setOpen(true)}>
          Open <kbd>o</kbd>
        </button>
      </div>
    )
  return (
    <>
      {of.form === 'html' && <p className="soft small">Its HTML as text; nothing of it is loaded.</p>}
      {of.masked > 0 && (
        <p className="soft small">{plural(of.masked, 'password or key', 'passwords or keys')} masked.</p>
      )}
      <pre className="original">{of.text}</pre>
    </>
  )
}

function Files({ of }: { readonly of: MailMessage }) {
  return (
    <Card title="Files it carries">
      <table className="plain files">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Declared as</th>
            <th scope="col" className="number">
              Size
            </th>
            <th scope="col">SHA-256</th>
            <th scope="col">Kept as</th>
          </tr>
        </thead>
        <tbody>
          {of.files.map((file, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: files of a message stand in its order
            <tr key={i}>
              <td className="mono">{file.name ?? 'without a name'}</td>
              <td>{file.mediaType}</td>
              <td className="number">{bytes(file.size)}</td>
              <td>
                <Hash value={file.sha256} what="SHA-256" keep={8} />
              </td>
              <td className="mono">{file.path ?? 'not unpacked'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

function Way({ of }: { readonly of: MailMessage }) {
  return (
    <Card title="Its way, the last step first">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">Server</th>
            <th scope="col">Took it from</th>
            <th scope="col">Address</th>
            <th scope="col">Time</th>
            <th scope="col">As written</th>
          </tr>
        </thead>
        <tbody>
          {of.hops.map((hop, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: steps stand in their order
            <tr key={i}>
              <td className="mono">{hop.byHost ?? hop.header}</td>
              <td className="mono">{hop.fromHost}</td>
              <td className="mono">
                {hop.fromAddress !== null && (
                  <Statement trace={of.source.trace} hit={hop.fromAddress} className="mono">
                    {hop.fromAddress}
                  </Statement>
                )}
              </td>
              <td>
                <Time at={hop.at} />
              </td>
              <td className="soft">{hop.stated}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}
