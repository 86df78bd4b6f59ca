import type { Attachment, MemberRef, Post } from '../../../src/api/contract.ts'
import { memberAddress } from '../../address-of.ts'
import { Icon } from '../../components/icon.tsx'
import { Hash, Time } from '../../components/parts.tsx'
import { Statement } from '../../components/statement.tsx'
import { Link } from '../../router.tsx'
import { bytes, plural } from '../../text/format.ts'
import type { Form } from './forms.tsx'
import { PlaceText } from './text.tsx'

/** One post: author, time, address, edits, flags, text, attachments. */
export function PostView({
  post,
  form,
  chosen,
}: {
  readonly post: Post
  readonly form: Form
  readonly chosen: boolean
}) {
  return (
    <article
      className="post"
      data-post={post.id}
      data-chosen={chosen}
      data-deleted={post.deleted ?? ''}
      aria-label={`Post ${post.id} by ${post.author.name ?? 'unknown'}`}
    >
      <header>
        <strong>
          <Author of={post.author} />
        </strong>
        <Time at={post.at} />
        {post.ip !== null && (
          <Statement trace={post.source.trace} hit={post.ip} className="mono">
            {post.ip}
          </Statement>
        )}
        <Statement trace={post.source.trace} className="post-id">
          post {post.id}
        </Statement>
      </header>
      <PostFlags post={post} />
      {post.subject !== null && post.subject !== '' && <p className="post-subject">{post.subject}</p>}
      <PlaceText of={post} place="post" form={form} />
      <Attachments of={post.attachments} />
    </article>
  )
}

/** A name that leads to its account; a guest has none. */
export function Author({ of }: { readonly of: MemberRef }) {
  const to = memberAddress(of)
  if (to === null)
    return (
      <span>
        {of.name ?? 'unknown'} <span className="tag">guest</span>
      </span>
    )
  return <Link href={to}>{of.name ?? `member ${of.id}`}</Link>
}

function PostFlags({ post }: { readonly post: Post }) {
  const edited = post.editedAt !== null || (post.editCount ?? 0) > 0
  if (!edited && post.deleted === null && post.reports === 0) return null
  return (
    <p className="post-flags">
      {post.deleted !== null && (
        <span>
          <span className="tag strong">{post.deleted === 'soft' ? 'deleted' : 'never approved'}</span>{' '}
          {post.deletedBy !== null && `by ${post.deletedBy.name ?? 'unknown'} `}
          {post.deletedAt !== null && <Time at={post.deletedAt} />}
          {post.deletedReason !== null && post.deletedReason !== '' && ` “${post.deletedReason}”`}
        </span>
      )}
      {edited && (
        <span>
          <span className="tag">edited{(post.editCount ?? 0) > 1 && ` ${post.editCount} times`}</span>{' '}
          {post.editedBy !== null && `by ${post.editedBy.name ?? 'unknown'} `}
          {post.editedAt !== null && <Time at={post.editedAt} />}
          {post.editReason !== null && post.editReason !== '' && ` “${post.editReason}”`}
        </span>
      )}
      {post.reports > 0 && <span className="tag">{plural(post.reports, 'report')}</span>}
    </p>
  )
}

/** Placeholders: evidence is never drawn. */
export function Attachments({ of }: { readonly of: readonly Attachment[] }) {
  if (of.length === 0) return null
  return (
    <ul className="attachments" aria-label="Attachments">
      {of.map((each) => (
        <li key={each.id}>
          <Icon of="file" />
          <div>
            <Statement trace={each.source.trace} hit={each.name}>
              {each.name}
            </Statement>
            {each.orphan && <span className="tag">orphan</span>}
            <p className="soft small">
              {each.mediaType ?? 'type not stated'} · {each.size === null ? 'size not stated' : bytes(each.size)} ·{' '}
              {each.sha256 !== null ? (
                <>
                  SHA-256 <Hash value={each.sha256} what={`SHA-256 of ${each.name}`} />
                </>
              ) : each.md5 !== null ? (
                <>
                  MD5 <Hash value={each.md5} what={`MD5 of ${each.name}`} />
                </>
              ) : (
                'its bytes are not in evidence'
              )}
            </p>
          </div>
        </li>
      ))}
    </ul>
  )
}
