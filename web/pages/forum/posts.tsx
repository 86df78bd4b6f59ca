import { useEffect } from 'react'
import { endpoints, type TopicPage } from '../../../src/api/contract.ts'
import { Scroll } from '../../components/scroll.tsx'
import { Statement } from '../../components/statement.tsx'
import { Answered, Empty } from '../../components/states.tsx'
import { useKeys } from '../../keys.tsx'
import { useAnswer } from '../../resource.ts'
import { navigate, useQueryValue, withQuery } from '../../router.tsx'
import { plural } from '../../text/format.ts'
import { openFolded, useForm } from './forms.tsx'
import { useLens } from './lens.tsx'
import { Pager } from './pager.tsx'
import { PostView } from './post.tsx'
import { TopicNotes } from './topic-notes.tsx'

/** A page of the chosen topic; a post named in the address brings its page with it. */
export function Posts({ site, topic }: { readonly site: number; readonly topic: string }) {
  const [chosen] = useQueryValue('post')
  const [number] = useQueryValue('page', '1')
  const lens = useLens()
  const where =
    /^\d{1,6}$/.test(number) && number !== '1' ? { number: Number(number) } : chosen === '' ? {} : { post: chosen }
  const head = useAnswer(endpoints.topic, topic === '' ? null : { site, topic })
  const answer = useAnswer(endpoints.topicPage, topic === '' ? null : { site, topic }, { ...lens, ...where })
  const page = answer.data
  const at = page === null ? -1 : page.rows.findIndex((post) => post.id === chosen)
  const step = (by: number) => {
    const next = page?.rows[at < 0 ? 0 : at + by]
    if (next !== undefined) navigate(withQuery({ post: next.id }), { replace: true })
  }
  const turn = (by: number) => {
    const to = (page?.number ?? 1) + by
    if (page !== null && to >= 1 && to <= page.pages)
      navigate(withQuery({ page: to === 1 ? null : String(to), post: null, why: null, hit: null }))
  }
  useKeys('Posts', [
    { key: 'j', label: 'Next post', run: () => step(1) },
    { key: 'k', label: 'Post before', run: () => step(-1) },
    { key: ']', label: 'Next page', run: () => turn(1) },
    { key: '[', label: 'Page before', run: () => turn(-1) },
    openFolded,
  ])
  useEffect(() => {
    if (at >= 0) document.querySelector('article[data-chosen="true"]')?.scrollIntoView({ block: 'nearest' })
    else if (page !== null) document.querySelector('.posts .list-scroll')?.scrollTo({ top: 0 })
  }, [at, page])
  if (topic === '') {
    return (
      <section className="pane posts" aria-label="Posts">
        <Empty title="Choose a topic">
          <kbd>n</kbd> next topic, <kbd>p</kbd> topic before, <kbd>j</kbd> <kbd>k</kbd> through its posts, <kbd>[</kbd>{' '}
          <kbd>]</kbd> through its pages.
        </Empty>
      </section>
    )
  }
  return (
    <section className="pane posts" aria-label="Posts">
      <div className="pane-head">
        <h2>{head.data === null ? '…' : <Statement trace={head.data.source.trace}>{head.data.title}</Statement>}</h2>
        <span className="soft small nowrap">{page !== null && plural(page.total, 'post')}</span>
      </div>
      {head.data !== null && <TopicNotes topic={head.data} />}
      <Scroll label="Posts of the topic" className="list-scroll">
        <Answered of={answer} what="the posts">
          {(data) => <Read of={data} chosen={chosen} />}
        </Answered>
      </Scroll>
    </section>
  )
}

function Read({ of, chosen }: { readonly of: TopicPage; readonly chosen: string }) {
  const [form] = useForm()
  if (of.closed) {
    return (
      <Empty title="This account could not read the board">
        Its permissions leave {plural(of.hidden, 'post')} of this topic out. <kbd>x</kbd> leaves the view.
      </Empty>
    )
  }
  return (
    <>
      <Pager of={of} at="above" />
      {of.rows.length === 0 && <Empty title="No post here">The evidence holds the topic but none of its posts.</Empty>}
      {of.hidden > 0 && <p className="hidden-note">The view leaves out {plural(of.hidden, 'post')} of this topic.</p>}
      <ol className="page-posts">
        {of.rows.map((post, i) => (
          <li key={post.id}>
            <PostView post={post} form={form} chosen={post.id === chosen} number={(of.number - 1) * of.size + i + 1} />
          </li>
        ))}
      </ol>
      <Pager of={of} at="below" />
    </>
  )
}
