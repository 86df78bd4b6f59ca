import { useEffect } from 'react'
import { endpoints, type Site } from '../../../src/api/contract.ts'
import { Page } from '../../components/frame/page.tsx'
import { Answered, Empty } from '../../components/states.tsx'
import { useAnswer } from '../../resource.ts'
import { Link, navigate, useAddress, useQueryValue } from '../../router.tsx'
import { count } from '../../text/format.ts'
import { Boards } from './boards.tsx'
import { FormSwitch } from './forms.tsx'
import { useLens, ViewBanner, ViewChoice } from './lens.tsx'
import { Posts } from './posts.tsx'
import { Topics } from './topics.tsx'

/** The rebuilt forum in three panes, as a mail program has them. */
export function Forum({ site: given }: { readonly site?: string }) {
  const sites = useAnswer(endpoints.sites, {})
  const first = sites.data?.[0]
  useEffect(() => {
    if (given === undefined && first !== undefined) navigate(`/forum/${first.site}`, { replace: true })
  }, [given, first])
  return (
    <Answered of={sites} what="the rebuilt boards">
      {(all) => {
        const site = all.find((each) => String(each.site) === given)
        if (all.length === 0) {
          return (
            <Page title="Forum">
              <Empty title="No board was rebuilt yet">
                Run the pipeline over an exhibit that holds a forum’s database: <code>holdfast run PATH</code>.
              </Empty>
            </Page>
          )
        }
        if (site !== undefined) return <Reader site={site} all={all} />
        return (
          <Page title="Forum">
            {given !== undefined && <Empty title={`The case holds no board numbered ${given}`} />}
          </Page>
        )
      }}
    </Answered>
  )
}

function Reader({ site, all }: { readonly site: Site; readonly all: readonly Site[] }) {
  const [board] = useQueryValue('board')
  const [topic] = useQueryValue('topic')
  const lens = useLens()
  const copies = useAnswer(endpoints.copies, { site: site.site })
  return (
    <Page
      title={site.title ?? site.key}
      filled
      about={<About site={site} />}
      tools={
        <>
          {all.length > 1 && <SiteChoice site={site} all={all} />}
          <Link className="button" href={`/identity?tab=accounts&site=${site.site}`}>
            {count(site.members)} members
          </Link>
          {copies.data !== null && copies.data.length > 1 && (
            <Link className="button" href={`/forum/${site.site}/copies`}>
              {count(copies.data.length)} copies
            </Link>
          )}
          <ViewChoice />
          <FormSwitch />
        </>
      }
    >
      <ViewBanner site={site.site} />
      <div className="panes" data-view={lens.as !== undefined || lens.asOf !== undefined}>
        <Boards site={site.site} chosen={board} />
        <Topics site={site.site} board={board} chosen={topic} />
        <Posts site={site.site} topic={topic} />
      </div>
    </Page>
  )
}

function About({ site }: { readonly site: Site }) {
  return (
    <>
      {site.engine}
      {site.version !== null && ` ${site.version}`} · {site.baseUrl ?? site.key} · {count(site.topics)} topics ·{' '}
      {count(site.posts)} posts · {count(site.messages)} messages
    </>
  )
}

function SiteChoice({ site, all }: { readonly site: Site; readonly all: readonly Site[] }) {
  return (
    <select
      className="field"
      aria-label="Board"
      value={site.site}
      onChange={(event) => navigate(`/forum/${event.target.value}`)}
    >
      {all.map((each) => (
        <option key={each.site} value={each.site}>
          {each.title ?? each.key}
        </option>
      ))}
    </select>
  )
}

/** A post or topic by its own address: finds where it stands and shows it there. */
export function PostAddress({ site, post }: { readonly site: string; readonly post: string }) {
  const answer = useAnswer(endpoints.post, { site: Number(site), post })
  const { query } = useAddress()
  const why = query.get('why')
  const found = answer.data
  useEffect(() => {
    if (found === null || found.topic === null) return
    const rest = new URLSearchParams({ topic: found.topic, post: found.id })
    if (found.board !== null) rest.set('board', found.board)
    if (why !== null) rest.set('why', why)
    navigate(`/forum/${site}?${rest}`, { replace: true })
  }, [found, site, why])
  return (
    <Page title={`Post ${post}`}>
      <Answered of={answer} what="the post">
        {(data) =>
          data.topic === null ? <Empty title="This post stands in no topic the evidence still holds" /> : null
        }
      </Answered>
    </Page>
  )
}
