import { endpoints, type TopicRow } from '../../../src/api/contract.ts'
import { VirtualList } from '../../components/list.tsx'
import { Time } from '../../components/parts.tsx'
import { Empty } from '../../components/states.tsx'
import { useKeys } from '../../keys.tsx'
import { usePages } from '../../pages.ts'
import { useAnswer } from '../../resource.ts'
import { Link, navigate, useQueryValue, withQuery } from '../../router.tsx'
import { count, plural } from '../../text/format.ts'
import { useLens } from './lens.tsx'

type Sorting = 'last' | 'created' | 'title' | 'posts'

/** Topics of the chosen board; with a topic but no board in the address, of that topic's board. */
export function Topics({
  site,
  board,
  chosen,
}: {
  readonly site: number
  readonly board: string
  readonly chosen: string
}) {
  const lens = useLens()
  const [sort, setSort] = useQueryValue('order', lens.asOf === undefined ? 'last' : 'created')
  const topic = useAnswer(endpoints.topic, board === '' && chosen !== '' ? { site, topic: chosen } : null)
  const wanted = board !== '' ? board : (topic.data?.board ?? '')
  const topics = usePages(endpoints.topics, wanted === '' ? null : { site, board: wanted }, {
    ...lens,
    sort: sort === '' ? undefined : (sort as Sorting),
  })
  const hrefOf = (row: TopicRow) =>
    withQuery({ board: wanted, topic: row.id, post: null, page: null, why: null, hit: null })
  const at = topics.rows.findIndex((row) => row.id === chosen)
  const step = (by: number) => {
    const row = topics.rows[at + by]
    if (row !== undefined) navigate(hrefOf(row))
  }
  useKeys('Topics', [
    { key: 'n', label: 'Next topic', run: () => step(1) },
    { key: 'p', label: 'Topic before', run: () => step(-1) },
  ])
  return (
    <section className="pane topics" aria-label="Topics">
      <div className="pane-head">
        <h2>Topics</h2>
        <select
          className="field"
          aria-label="Order of topics"
          value={sort}
          onChange={(event) => setSort(event.target.value)}
        >
          {lens.asOf === undefined && <option value="last">Last post</option>}
          <option value="created">Created</option>
          <option value="title">Title</option>
          <option value="posts">Posts</option>
        </select>
      </div>
      {wanted === '' ? (
        <Empty title="Choose a board" />
      ) : (
        <VirtualList
          label="Topics"
          source={topics}
          estimate={60}
          rowKey={(row) => row.id}
          reveal={at}
          empty={<Empty title="No topic here">The evidence holds no topic of this board.</Empty>}
          render={(row) => <Item row={row} chosen={row.id === chosen} href={hrefOf(row)} />}
        />
      )}
    </section>
  )
}

function Item({ row, chosen, href }: { readonly row: TopicRow; readonly chosen: boolean; readonly href: string }) {
  return (
    <Link className="topic" href={href} aria-current={chosen ? 'true' : undefined} data-deleted={row.deleted ?? ''}>
      <span className="topic-title" title={row.title}>
        {row.title}
      </span>
      <span className="topic-line">
        <span className="topic-author">{row.author.name ?? 'unknown'}</span>
        <Time at={row.lastPostAt} />
        <span className="figure">
          {plural(row.posts, 'post')}
          {row.views !== null && <span className="views"> · {count(row.views)} views</span>}
        </span>
      </span>
      <span className="topic-flags">
        {row.kind !== 'normal' && <span className="tag">{row.kind}</span>}
        {row.locked && <span className="tag">locked</span>}
        {row.poll && <span className="tag">poll</span>}
        {row.deleted !== null && (
          <span className="tag strong">{row.deleted === 'soft' ? 'deleted' : 'never approved'}</span>
        )}
      </span>
    </Link>
  )
}
