import { endpoints, type SelectorPage } from '../../../src/api/contract.ts'
import { memberAddress, subjectAddress } from '../../address-of.ts'
import { Page } from '../../components/frame/page.tsx'
import { Term } from '../../components/glossary.tsx'
import { Card, CountryName, Facts, Time } from '../../components/parts.tsx'
import { Scroll } from '../../components/scroll.tsx'
import { Answered, Empty } from '../../components/states.tsx'
import { Table } from '../../components/table/table.tsx'
import { usePages } from '../../pages.ts'
import { useAnswer } from '../../resource.ts'
import { Link, useAddress } from '../../router.tsx'
import { count, plural, words } from '../../text/format.ts'
import { Specificity } from './artefacts.tsx'
import { sightingColumns } from './sightings.tsx'

const columns = sightingColumns.filter((column) => column.key !== 'kind' && column.key !== 'value')
const withRaw = [
  { ...sightingColumns.find((column) => column.key === 'value')!, label: 'As written', width: 220 },
  ...columns,
]

/** One selector: how much it tells, with whom it was seen, and every sighting. */
export function Selector() {
  const { query } = useAddress()
  const kind = query.get('kind') ?? ''
  const value = query.get('value') ?? ''
  const selector = useAnswer(endpoints.selector, {}, { kind, value })
  const sightings = usePages(endpoints.sightings, {}, { kind, value })
  return (
    <Page title={value} filled about={words(kind)}>
      <Answered of={selector} what="the selector">
        {(data) => (
          <>
            <div className="columns short">
              <About of={data} />
              <SeenWith of={data} />
            </div>
            <Table
              name="Sightings"
              columns={withRaw}
              source={sightings}
              rowKey={(row) => row.id}
              trace={(row) => row.id}
              empty={<Empty title="No sighting" />}
            />
          </>
        )}
      </Answered>
    </Page>
  )
}

function About({ of }: { readonly of: SelectorPage }) {
  const { network } = of
  return (
    <Card title="What it tells">
      <div className="inside">
        <Facts
          of={[
            [
              <Term key="t" word="specificity">
                Specificity
              </Term>,
              <Specificity key="s" of={of.specificity} />,
            ],
            [
              <Term key="g" word="sighting">
                Sightings
              </Term>,
              `${count(of.sightings)} with ${plural(of.personas, 'account')}`,
            ],
            ['First seen', <Time key="f" at={of.firstAt} />],
            ['Last seen', <Time key="l" at={of.lastAt} />],
            ...(network === null
              ? []
              : ([
                  ['Country', network.country === null ? null : <CountryName key="c" of={network.country} />],
                  [
                    'Network',
                    network.network === null
                      ? null
                      : `${network.network}${network.asn === null ? '' : ` (AS${network.asn})`}`,
                  ],
                  ['May be shared', network.shared ?? 'no reason known'],
                  ['Database', network.database],
                ] as const)),
          ]}
        />
      </div>
    </Card>
  )
}

function SeenWith({ of }: { readonly of: SelectorPage }) {
  return (
    <Card title="Seen with" className="seen-with">
      <Scroll label="Seen with" className="seen-scroll">
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">Account</th>
              <th scope="col">Subject</th>
              <th scope="col">Relation</th>
              <th scope="col" className="number">
                Sightings
              </th>
              <th scope="col">First</th>
              <th scope="col">Last</th>
            </tr>
          </thead>
          <tbody>
            {of.personasSeen.map((each) => {
              const to = memberAddress(each.member)
              return (
                <tr key={`${each.member.site} ${each.member.id} ${each.member.name} ${each.relation}`}>
                  <td>
                    {to === null ? (
                      (each.member.name ?? 'no account')
                    ) : (
                      <Link href={to}>{each.member.name ?? each.member.id}</Link>
                    )}
                  </td>
                  <td>
                    {each.subject === null ? '—' : <Link href={subjectAddress(each.subject)}>{each.subject}</Link>}
                  </td>
                  <td>{words(each.relation)}</td>
                  <td className="number">{count(each.sightings)}</td>
                  <td>
                    <Time at={each.firstAt} />
                  </td>
                  <td>
                    <Time at={each.lastAt} />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </Scroll>
    </Card>
  )
}
