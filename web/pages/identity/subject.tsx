import { useRef } from 'react'
import { type Subject as Answer, endpoints, type RiskVocabulary } from '../../../src/api/contract.ts'
import { Page } from '../../components/frame/page.tsx'
import { AtRisk, Band, CountryName, LikelihoodWord } from '../../components/parts.tsx'
import { Answered } from '../../components/states.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { useKeys } from '../../keys.tsx'
import { useAnswer } from '../../resource.ts'
import { count, plural } from '../../text/format.ts'
import { Accounts } from './accounts.tsx'
import { AccessLog, Contacts, SubjectPackages } from './lists.tsx'
import { PlacesOf } from './places.tsx'
import { RiskOf } from './risk-of.tsx'
import { SubjectAside } from './subject-aside.tsx'
import { SubjectTimeline } from './timeline.tsx'

/** A person hypothesised behind accounts: who, where, why one person, what risk, what was decided. */
export function Subject({ subject }: { readonly subject: string }) {
  const answer = useAnswer(endpoints.subject, { subject })
  const vocabulary = useAnswer(endpoints.vocabulary, {})
  return (
    <Answered of={answer} what="the subject">
      {(data) => <Shown of={data} vocabulary={vocabulary.data} />}
    </Answered>
  )
}

function Shown({ of, vocabulary }: { readonly of: Answer; readonly vocabulary: RiskVocabulary | null }) {
  const reason = useRef<HTMLTextAreaElement>(null)
  useKeys('Subject', [{ key: 'd', label: 'Decide on the subject', run: () => reason.current?.focus() }])
  return (
    <Page title={of.name} filled tools={<Head of={of} vocabulary={vocabulary} />}>
      <p className="subject-why">{of.why}</p>
      <div className="subject">
        <div className="subject-main">
          <Tabs
            label="Subject"
            tabs={[
              {
                key: 'accounts',
                label: 'Accounts',
                figure: count(of.personas.length),
                body: () => <Accounts of={of} />,
              },
              { key: 'timeline', label: 'Timeline', body: () => <SubjectTimeline of={of} /> },
              { key: 'contacts', label: 'Contacts', body: () => <Contacts subject={of.subject} /> },
              { key: 'places', label: 'Places', figure: count(of.places.length), body: () => <PlacesOf of={of} /> },
              {
                key: 'risk',
                label: 'Risk',
                figure: of.assessment === null ? null : `${of.assessment.points} points`,
                body: () => <RiskOf of={of} vocabulary={vocabulary} />,
              },
              {
                key: 'packages',
                label: 'Packages',
                figure: count(of.packages.length),
                body: () => <SubjectPackages of={of} />,
              },
              { key: 'access', label: 'Access log', body: () => <AccessLog what={of.subject} /> },
            ]}
          />
        </div>
        <SubjectAside of={of} vocabulary={vocabulary} reason={reason} />
      </div>
    </Page>
  )
}

function Head({ of, vocabulary }: { readonly of: Answer; readonly vocabulary: RiskVocabulary | null }) {
  const { assessment } = of
  const [first, ...others] = of.places
  return (
    <div className="subject-head">
      {assessment?.safeguarding === true && <AtRisk />}
      {assessment !== null && (
        <span title={assessment.why}>
          <Band band={assessment.band} bands={(vocabulary?.bands ?? []).map((each) => each.band)} />{' '}
          <span className="soft">
            No. {count(assessment.position)} of {count(assessment.of)}
          </span>
        </span>
      )}
      {first === undefined ? (
        <span className="soft">not located</span>
      ) : (
        <span>
          <CountryName of={first} /> <LikelihoodWord of={first} />
          {first.conflict && <span className="tag">conflict</span>}
          {others.length > 0 && (
            <span className="soft">
              {' '}
              or{' '}
              {others
                .map((each) => each.name)
                .slice(0, 3)
                .join(', ')}
            </span>
          )}
        </span>
      )}
      <span className="soft">{plural(of.personas.length, 'account')}</span>
    </div>
  )
}
