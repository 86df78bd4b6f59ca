import { type Overview as Answer, endpoints } from '../../../src/api/contract.ts'
import { Page } from '../../components/frame/page.tsx'
import { CountryBars } from '../../components/map/bars.tsx'
import { WorldMap } from '../../components/map/map.tsx'
import { Card } from '../../components/parts.tsx'
import { Answered, Empty } from '../../components/states.tsx'
import { useAnswer } from '../../resource.ts'
import { Link } from '../../router.tsx'
import { count } from '../../text/format.ts'
import { Funnel } from './funnel.tsx'
import { Findings, Ledger, Safeguarding, Stages } from './parts.tsx'

/** The first screen: how far the case is, where its people are, and what needs a person now. */
export function Overview() {
  const overview = useAnswer(endpoints.overview, {})
  return (
    <Page title="Overview" about={overview.data === null ? undefined : <Amounts of={overview.data} />}>
      <Answered of={overview} what="the overview">
        {(data) => (
          <div className="overview">
            <Funnel of={data} />
            <Safeguarding rows={data.safeguarding} />
            <Card title="Subjects by country" className="where">
              {data.countries.length === 0 ? (
                <Empty title="Nobody is placed yet">Countries appear when the jurisdiction stage has run.</Empty>
              ) : (
                <div className="map-and-bars">
                  <WorldMap countries={data.countries} />
                  <CountryBars countries={data.countries} />
                </div>
              )}
            </Card>
            <div className="ledgers">
              <Findings counts={data.findings} />
              <Ledger of={data} />
            </div>
            <Stages runs={data.stages} />
          </div>
        )}
      </Answered>
    </Page>
  )
}

function Amounts({ of }: { readonly of: Answer }) {
  const { counts } = of
  return (
    <>
      {count(counts.posts)} posts · {count(counts.messages)} private messages · {count(counts.attachments)} attachments
      {counts.sets > 0 && (
        <>
          , <Link href="/media">{count(counts.ofInterest)} files in sets of interest</Link>
        </>
      )}{' '}
      · <Link href="/artefacts">{count(counts.sightings)} sightings</Link>
    </>
  )
}
