import { useEffect } from 'react'
import { endpoints } from '../../../src/api/contract.ts'
import { VirtualList } from '../../components/list.tsx'
import { Statement } from '../../components/statement.tsx'
import { Empty } from '../../components/states.tsx'
import { useKeys } from '../../keys.tsx'
import { usePages } from '../../pages.ts'
import { useAnswer } from '../../resource.ts'
import { navigate, useQueryValue, withQuery } from '../../router.tsx'
import { plural } from '../../text/format.ts'
import { openFolded, useForm } from './forms.tsx'
import { PostView } from './post.tsx'
import { TopicNotes } from './topic-notes.tsx'

/** Posts of the chosen topic in order of time. */
export function Posts({ site, topic }: { readonly site: number; readonly topic: string }) {
  const [chosen] = useQueryValue('post')
  const [form] = useForm()
  const head = useAnswer(endpoints.topic, topic === '' ? null : { site, topic })
  const posts = usePages(endpoints.posts, topic === '' ? null : { site, topic })
  const at = posts.rows.findIndex((post) => post.id === chosen)
  const { more, complete } = posts
  useEffect(() => {
    // A post named in the address may stand pages away; pages are fetched until it is there.
    if (chosen !== '' && at < 0 && !complete && posts.rows.length > 0) more()
  }, [chosen, at, complete, more, posts.rows.length])
  const step = (by: number) => {
    const next = posts.rows[at < 0 ? 0 : at + by]
    if (next !== undefined) navigate(withQuery({ post: next.id }), { replace: true })
  }
  useKeys('Posts', [
    { key: 'j', label: 'Next post', run: () => step(1) },
    { key: 'k', label: 'Post before', run: () => step(-1) },
    openFolded,
  ])
  if (topic === '') {
    return (
      <section className="pane posts" aria-label="Posts">
        <Empty title="Choose a topic">
          <kbd>n</kbd> next topic, <kbd>p</kbd> topic before, <kbd>j</kbd> <kbd>k</kbd> through its posts.
        </Empty>
      </section>
    )
  }
  return (
    <section className="pane posts" aria-label="Posts">
      <div className="pane-head">
        <h2>{head.data === null ? '…' : <Statement trace={head.data.source.trace}>{head.data.title}</Statement>}</h2>
        <span className="soft small">{posts.total !== null && plural(posts.total, 'post')}</span>
      </div>
      {head.data !== null && <TopicNotes topic={head.data} />}
      <VirtualList
        label="Posts"
        source={posts}
        estimate={160}
        rowKey={(post) => post.id}
        reveal={at}
        empty={<Empty title="No post here">The evidence holds the topic but none of its posts.</Empty>}
        render={(post) => <PostView post={post} form={form} chosen={post.id === chosen} />}
      />
    </section>
  )
}
