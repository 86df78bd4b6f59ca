import { endpoints } from '../../../src/api/contract.ts'
import { Page } from '../../components/frame/page.tsx'
import { Facts, Time } from '../../components/parts.tsx'
import { Scroll } from '../../components/scroll.tsx'
import { Search } from '../../components/search.tsx'
import { Answered, Empty } from '../../components/states.tsx'
import { Table } from '../../components/table/table.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { usePages } from '../../pages.ts'
import { useAnswer } from '../../resource.ts'
import { useQueryValue } from '../../router.tsx'
import { accessColumns } from './columns.tsx'

/** By what right, who looked at what, and what the words mean. */
export function Govern() {
  return (
    <Page title="Governance" filled about="By what right, and who looked at what">
      <Tabs
        label="Governance"
        tabs={[
          { key: 'access', label: 'Access log', body: () => <Access /> },
          { key: 'operation', label: 'Operation', body: () => <Operation /> },
          { key: 'glossary', label: 'Glossary', body: () => <Glossary /> },
        ]}
      />
    </Page>
  )
}

function Access() {
  const [who, setWho] = useQueryValue('who')
  const [what, setWhat] = useQueryValue('what')
  const access = usePages(
    endpoints.access,
    {},
    {
      who: who === '' ? undefined : who,
      what: what === '' ? undefined : what,
    },
  )
  return (
    <Table
      name="Access log"
      columns={accessColumns}
      source={access}
      rowKey={(row) => String(row.id)}
      filters={
        <>
          <Search value={who} onSearch={setWho} label="Person" />
          <Search value={what} onSearch={setWhat} label="Identifier, as subject:1:42" />
        </>
      }
      empty={<Empty title="No entry">Nobody looked at what these filters name.</Empty>}
    />
  )
}

function Operation() {
  const session = useAnswer(endpoints.session, {})
  return (
    <Scroll label="Operation">
      <Answered of={session} what="the operation">
        {({ operation }) =>
          operation === null ? (
            <Empty title="No operation is declared">Nothing can be acquired without one.</Empty>
          ) : (
            <section className="card narrow">
              <header>
                <h2>{operation.name}</h2>
                {operation.exercise && <span className="tag strong">exercise</span>}
              </header>
              <div className="inside">
                <Facts
                  of={[
                    ['Authority', operation.authority],
                    ['Reference', operation.reference],
                    [
                      'Lawful',
                      `${operation.lawfulFrom ?? 'no day stated'} to ${operation.lawfulTo ?? 'no day stated'}`,
                    ],
                    ['Scope', operation.scope],
                    ['Lead agency', operation.leadAgency],
                    ['Review on', operation.reviewOn],
                    ['Declared by', operation.declaredBy],
                    ['Declared at', <Time key="d" at={operation.declaredAt} />],
                  ]}
                />
              </div>
            </section>
          )
        }
      </Answered>
    </Scroll>
  )
}

function Glossary() {
  const glossary = useAnswer(endpoints.glossary, {})
  return (
    <Scroll label="Glossary">
      <Answered of={glossary} what="the glossary">
        {(terms) => (
          <dl className="card glossary">
            {terms.map((term) => (
              <div key={term.term}>
                <dt>{term.term}</dt>
                <dd>{term.definition}</dd>
              </div>
            ))}
          </dl>
        )}
      </Answered>
    </Scroll>
  )
}
