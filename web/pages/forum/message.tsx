import { Fragment } from 'react'
import { endpoints, type Message } from '../../../src/api/contract.ts'
import { Page } from '../../components/frame/page.tsx'
import { Time } from '../../components/parts.tsx'
import { Statement } from '../../components/statement.tsx'
import { Answered } from '../../components/states.tsx'
import { useKeys } from '../../keys.tsx'
import { useAnswer } from '../../resource.ts'
import { FormSwitch, openFolded, useForm } from './forms.tsx'
import { Attachments, Author, EditedLater } from './post.tsx'
import { PlaceText } from './text.tsx'
import { Versions } from './versions.tsx'

/** One private message: from whom, to whom, when, from where, in which folders. */
export function MessageView({ message }: { readonly message: Message }) {
  const [form] = useForm()
  return (
    <article className="message" aria-label={`Message ${message.id}`}>
      <h3 className="message-subject">
        <Statement trace={message.source.trace} hit={message.subject}>
          {message.subject === null || message.subject === '' ? 'No subject' : message.subject}
        </Statement>
      </h3>
      <header>
        <span>
          <span className="soft">From </span>
          <strong>
            <Author of={message.author} />
          </strong>
        </span>
        <span>
          <span className="soft">To </span>
          {message.recipients.map((each, i) => (
            <Fragment key={each.id ?? each.name}>
              {i > 0 && ', '}
              <Author of={each} />
            </Fragment>
          ))}
          {message.groups.length > 0 &&
            ` ${message.recipients.length > 0 ? 'and ' : ''}group ${message.groups.join(', ')}`}
        </span>
        <Time at={message.at} />
        {message.ip !== null && (
          <Statement trace={message.source.trace} hit={message.ip} className="mono">
            {message.ip}
          </Statement>
        )}
        <Statement trace={message.source.trace} className="post-id">
          message {message.id}
        </Statement>
      </header>
      <p className="post-flags">
        {message.folders.map((each) => (
          <span key={each.folder} className="tag">
            {each.folder}
            {each.unread && ', unread'}
            {each.deleted && ', deleted'}
          </span>
        ))}
        {message.goneFrom.map((each) => (
          <span key={each.id ?? each.name} className="tag">
            {each.name ?? 'unknown'} has it no more
          </span>
        ))}
        {message.repaired !== null && (
          <span className="tag" title="For display only; “Original” shows the characters as stored">
            characters repaired: {message.repaired}
          </span>
        )}
        {message.deleted && <span className="tag strong">in no mailbox any more</span>}
        {message.later?.edited === true && <EditedLater version={message.later.version} />}
        {message.editedAt !== null && (
          <span>
            <span className="tag">edited</span> <Time at={message.editedAt} />
          </span>
        )}
      </p>
      <PlaceText of={message} place="message" form={form} />
      <Attachments of={message.attachments} />
      {message.versions > 0 && <Versions site={message.site} message={message.id} count={message.versions} />}
    </article>
  )
}

/** A private message by its own address. */
export function MessagePage({ site, message }: { readonly site: string; readonly message: string }) {
  useKeys('Message', [openFolded])
  const answer = useAnswer(endpoints.message, { site: Number(site), message })
  return (
    <Page title={`Private message ${message}`} tools={<FormSwitch />}>
      <Answered of={answer} what="the message">
        {(data) => (
          <div className="card single">
            <MessageView message={data} />
          </div>
        )}
      </Answered>
    </Page>
  )
}
