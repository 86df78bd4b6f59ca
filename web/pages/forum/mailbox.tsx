import { endpoints, type Message } from '../../../src/api/contract.ts'
import { VirtualList } from '../../components/list.tsx'
import { Time } from '../../components/parts.tsx'
import { Scroll } from '../../components/scroll.tsx'
import { Answered, Empty } from '../../components/states.tsx'
import { useKeys } from '../../keys.tsx'
import { usePages } from '../../pages.ts'
import { useAnswer } from '../../resource.ts'
import { Link, navigate, useQueryValue, withQuery } from '../../router.tsx'
import { count, plural, words } from '../../text/format.ts'
import { openFolded } from './forms.tsx'
import { DayChoice, useLens } from './lens.tsx'
import { MessageView } from './message.tsx'

/** A mailbox as its owner saw it: folders, messages, the one being read. */
export function Mailbox({ site, member }: { readonly site: number; readonly member: string }) {
  const [folder] = useQueryValue('folder')
  const [chosen] = useQueryValue('message')
  const folders = useAnswer(endpoints.memberFolders, { site, member })
  const { asOf } = useLens()
  const messages = usePages(
    endpoints.memberMessages,
    { site, member },
    { folder: folder === '' ? undefined : folder, asOf },
  )
  const at = messages.rows.findIndex((row) => row.id === chosen)
  const message = messages.rows[at]
  const hrefOf = (row: Message) => withQuery({ message: row.id, why: null, hit: null })
  const step = (by: number) => {
    const next = messages.rows[at < 0 ? 0 : at + by]
    if (next !== undefined) navigate(hrefOf(next), { replace: true })
  }
  useKeys('Mailbox', [
    { key: 'j', label: 'Next message', run: () => step(1) },
    { key: 'k', label: 'Message before', run: () => step(-1) },
    openFolded,
  ])
  return (
    <div className="panes mailbox">
      <nav className="pane boards" aria-label="Folders">
        <Answered of={folders} what="the folders">
          {(all) => (
            <ul>
              <FolderLink label="All folders" folder="" now={folder} figure="" />
              {all.map((each) => (
                <FolderLink
                  key={each.folder}
                  label={each.folder === 'none' ? 'In no folder' : words(each.folder)}
                  folder={each.folder}
                  now={folder}
                  figure={count(each.messages) + (each.unread > 0 ? ` · ${count(each.unread)} unread` : '')}
                />
              ))}
            </ul>
          )}
        </Answered>
        <DayChoice />
      </nav>
      <section className="pane topics" aria-label="Messages">
        <div className="pane-head">
          <h2>Messages</h2>
          <span className="soft small">
            {messages.total !== null && plural(messages.total, 'message')}
            {asOf !== undefined && ` to the end of ${asOf.slice(0, 10)}`}
          </span>
        </div>
        <VirtualList
          label="Messages"
          source={messages}
          estimate={60}
          rowKey={(row) => row.id}
          reveal={at}
          empty={
            <Empty title="No message here">
              The evidence holds none in this folder{asOf === undefined ? '' : ' up to that day'}.
            </Empty>
          }
          render={(row) => <Item row={row} owner={member} href={hrefOf(row)} chosen={row.id === chosen} />}
        />
      </section>
      <section className="pane posts" aria-label="Message">
        {message === undefined ? (
          <Empty title="Choose a message">
            <kbd>j</kbd> <kbd>k</kbd> move through the folder.
          </Empty>
        ) : (
          <Scroll label="The message" className="list-scroll">
            <MessageView message={message} />
          </Scroll>
        )}
      </section>
    </div>
  )
}

function FolderLink({
  label,
  folder,
  now,
  figure,
}: {
  readonly label: string
  readonly folder: string
  readonly now: string
  readonly figure: string
}) {
  return (
    <li>
      <Link href={withQuery({ folder, message: null })} aria-current={folder === now ? 'true' : undefined}>
        <span className="board-name">{label}</span>
        <span className="figure">{figure}</span>
      </Link>
    </li>
  )
}

function Item({
  row,
  owner,
  href,
  chosen,
}: {
  readonly row: Message
  readonly owner: string
  readonly href: string
  readonly chosen: boolean
}) {
  const sent = row.author.id === owner
  const other = sent
    ? [...row.recipients.map((each) => each.name ?? 'unknown'), ...row.groups].join(', ')
    : (row.author.name ?? 'unknown')
  const unread = row.folders.some((each) => each.unread)
  return (
    <Link
      className="topic"
      href={href}
      aria-current={chosen ? 'true' : undefined}
      data-deleted={row.deleted ? 'soft' : ''}
    >
      <span className="topic-title" title={row.subject ?? ''}>
        {row.subject === null || row.subject === '' ? 'No subject' : row.subject}
      </span>
      <span className="topic-line">
        <span className="topic-author">
          {sent ? 'to' : 'from'} {other}
        </span>
        <Time at={row.at} />
      </span>
      <span className="topic-flags">
        {row.folders.map((each) => (
          <span key={each.folder} className="tag">
            {each.folder}
            {each.deleted && ', deleted'}
          </span>
        ))}
        {unread && <span className="tag strong">unread</span>}
        {row.deleted && <span className="tag strong">in no mailbox any more</span>}
      </span>
    </Link>
  )
}
