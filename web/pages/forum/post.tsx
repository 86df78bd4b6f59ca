import type { Attachment, AuthorPanel, MemberRef, Post } from '../../../src/api/contract.ts'
import { memberAddress } from '../../address-of.ts'
import { Icon } from '../../components/icon.tsx'
import { Hash, Time } from '../../components/parts.tsx'
import { Statement } from '../../components/statement.tsx'
import { Verdict } from '../../components/verdict.tsx'
import { Link } from '../../router.tsx'
import { bytes, count, plural } from '../../text/format.ts'
import type { Form } from './forms.tsx'
import { PlaceText } from './text.tsx'
import { Signature, Versions } from './versions.tsx'

/** One post: who wrote it beside it, and above the text when, from where, and what was done to it. */
export function PostView({
  post,
  form,
  chosen,
  number,
}: {
  readonly post: Post
  readonly form: Form
  readonly chosen: boolean
  /** Its place in the topic. */
  readonly number?: number
}) {
  return (
    <article
      className="post"
      data-post={post.id}
      data-chosen={chosen}
      data-deleted={post.deleted ?? ''}
      aria-label={`Post ${post.id} by ${post.author.name ?? 'unknown'}`}
    >
      <Panel of={post.author} panel={post.panel} />
      <div className="post-body">
        <header>
          <Time at={post.at} />
          {post.ip !== null && (
            <Statement trace={post.source.trace} hit={post.ip} className="mono">
              {post.ip}
            </Statement>
          )}
          <Statement trace={post.source.trace} className="post-id">
            post {post.id}
            {number !== undefined && ` · #${number}`}
          </Statement>
        </header>
        <PostFlags post={post} />
        {post.subject !== null && post.subject !== '' && <p className="post-subject">{post.subject}</p>}
        <PlaceText of={post} place="post" form={form} />
        <Attachments of={post.attachments} />
        {post.versions > 0 && <Versions site={post.site} post={post.id} count={post.versions} />}
        {post.panel?.hasSignature === true && post.author.id !== null && (
          <Signature site={post.site} member={post.author.id} />
        )}
      </div>
    </article>
  )
}

/** Who wrote it, as the board said it: rank, groups, since when, how much. */
function Panel({ of, panel }: { readonly of: MemberRef; readonly panel: AuthorPanel | null }) {
  return (
    <div className="author">
      <strong>
        <Author of={of} />
      </strong>
      {panel !== null && (
        <>
          {panel.title !== null && panel.title !== '' && <span>{panel.title}</span>}
          {panel.staff !== null && <span className="tag strong">{panel.staff}</span>}
          {panel.banned && <span className="tag">banned</span>}
          {panel.groups.length > 0 && <span className="soft">{panel.groups.slice(0, 3).join(', ')}</span>}
          {panel.joinedAt !== null && <span className="soft nowrap">joined {panel.joinedAt.slice(0, 10)}</span>}
          {panel.posts !== null && <span className="soft nowrap">{plural(panel.posts, 'post')}</span>}
          {panel.location !== null && panel.location !== '' && <span className="soft">{panel.location}</span>}
        </>
      )}
    </div>
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
  const { later } = post
  if (!edited && post.deleted === null && post.reports === 0 && post.repaired === null && later === null) return null
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
          <span className="tag">edited{(post.editCount ?? 0) > 1 && ` ${count(post.editCount ?? 0)} times`}</span>{' '}
          {post.editedBy !== null && `by ${post.editedBy.name ?? 'unknown'} `}
          {post.editedAt !== null && <Time at={post.editedAt} />}
          {post.editReason !== null && post.editReason !== '' && ` “${post.editReason}”`}
        </span>
      )}
      {later?.edited === true && <EditedLater version={later.version} />}
      {later?.deleted === true && <span className="tag">deleted later</span>}
      {post.reports > 0 && <span className="tag">{plural(post.reports, 'report')}</span>}
      {post.repaired !== null && (
        <span className="tag" title="For display only; “Original” shows the characters as stored">
          characters repaired: {post.repaired}
        </span>
      )}
    </p>
  )
}

/** Says of a text on an earlier day that it was changed since, and whether this is what it was. */
export function EditedLater({ version }: { readonly version: boolean }) {
  return (
    <span className="tag">
      {version ? 'edited later: the text of that day' : 'edited later: the text of that day is not known'}
    </span>
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
            <Verdict of={each.sets} hashed={(each.sha256 ?? each.sha1 ?? each.md5) !== null} />
          </div>
        </li>
      ))}
    </ul>
  )
}
