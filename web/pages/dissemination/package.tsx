import { useState } from 'react'
import { endpoints, type PackageDetail } from '../../../src/api/contract.ts'
import { subjectAddress } from '../../address-of.ts'
import { download, type Trouble } from '../../api.ts'
import { Page } from '../../components/frame/page.tsx'
import { Term } from '../../components/glossary.tsx'
import { Card, CountryName, Facts, Hash } from '../../components/parts.tsx'
import { Statement } from '../../components/statement.tsx'
import { Answered, Failed } from '../../components/states.tsx'
import { troubleOf, useAnswer } from '../../resource.ts'
import { Link } from '../../router.tsx'
import { plural, words } from '../../text/format.ts'
import { PackageOutcomes } from './package-outcomes.tsx'
import { Releases } from './releases.tsx'

/** One package: what it says, beside it what was left out, and how it is released. */
export function Package({ id }: { readonly id: string }) {
  const answer = useAnswer(endpoints.package, { package: id })
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const fetchFile = (which: 'json' | 'pdf') => {
    setTrouble(null)
    const endpoint = which === 'json' ? endpoints.packageJson : endpoints.packagePdf
    download(endpoint, { package: id }, `${id}.${which}`).catch((error: unknown) => setTrouble(troubleOf(error)))
  }
  return (
    <Page
      title={`Package ${id}`}
      about={answer.data === null ? undefined : `for ${answer.data.recipient}`}
      tools={
        <>
          <button type="button" className="button" onClick={() => fetchFile('pdf')}>
            Download PDF
          </button>
          <button type="button" className="button" onClick={() => fetchFile('json')}>
            Download JSON
          </button>
        </>
      }
    >
      {trouble !== null && <Failed trouble={trouble} />}
      <Answered of={answer} what="the package">
        {(data) => (
          <div className="stack">
            <div className="columns">
              <Facing of={data} />
              <Releases of={data} />
            </div>
            {data.parts.map((part) => (
              <Part key={part.subject.subject} of={part} recipient={data.recipient} />
            ))}
            <PackageOutcomes of={data} />
          </div>
        )}
      </Answered>
    </Page>
  )
}

function Facing({ of }: { readonly of: PackageDetail }) {
  return (
    <Card title="The product">
      <div className="inside">
        <Facts
          of={[
            ['Recipient', of.recipient],
            ['Country', <CountryName key="c" of={of.country} />],
            [
              'Speaks of',
              `${plural(of.subjects, 'subject')} in ${plural(of.statements, 'statement')}; ${plural(of.removed, 'part')} left out`,
            ],
            [
              <Term key="h" word="handling code">
                Handling
              </Term>,
              of.handling,
            ],
            [
              <Term key="e" word="evaluation code">
                Evaluation
              </Term>,
              `${of.evaluation} of scheme ${of.scheme}`,
            ],
            ['PDF', <Hash key="p" value={of.pdfSha256} what="SHA-256 of the PDF" keep={10} />],
            ['JSON', <Hash key="j" value={of.jsonSha256} what="SHA-256 of the JSON" keep={10} />],
          ]}
        />
      </div>
    </Card>
  )
}

function Part({ of, recipient }: { readonly of: PackageDetail['parts'][number]; readonly recipient: string }) {
  return (
    <section className="card package-part" aria-label={of.subject.name}>
      <header>
        <h2>
          <Link href={subjectAddress(of.subject.subject)}>{of.subject.name}</Link>
        </h2>
        <span className="soft small">
          {plural(of.statements.length, 'statement')}, {plural(of.removed.length, 'part')} left out
        </span>
      </header>
      <div className="beside">
        <ol className="statements">
          {of.statements.map((statement) => (
            <li key={statement.n}>
              <span className="number soft">{statement.n}</span>
              <Statement trace={statement.trace}>{statement.text}</Statement>
              <span className="soft small nowrap">{plural(statement.because.length, 'reference')}</span>
            </li>
          ))}
        </ol>
        <section className="left-out">
          <h3>What {recipient} will not see, and why</h3>
          {of.removed.length === 0 && <p className="soft">Nothing was left out.</p>}
          <dl>
            {of.removed.map((removed) => (
              <div key={removed.n}>
                <dt>{words(removed.what)}</dt>
                <dd>{removed.why}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </section>
  )
}
