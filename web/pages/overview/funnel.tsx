import type { Overview } from '../../../src/api/contract.ts'
import { Term } from '../../components/glossary.tsx'
import { Link } from '../../router.tsx'
import { count, percent } from '../../text/format.ts'

/** Members → subjects → located → packages → outcomes: one row of figures, each the way to its list. */
export function Funnel({ of }: { readonly of: Overview }) {
  const { funnel } = of
  const steps = [
    {
      label: 'Members',
      word: 'persona',
      figure: funnel.members,
      href: '/identity?tab=accounts',
      note: 'accounts on the boards',
    },
    {
      label: 'Subjects',
      word: 'subject',
      figure: funnel.subjects,
      href: '/identity',
      note: merged(funnel.members, funnel.subjects),
    },
    {
      label: 'Located',
      word: 'jurisdiction',
      figure: funnel.located,
      href: '/risk?located=yes',
      note: share(funnel.located, funnel.subjects, 'subjects'),
    },
    {
      label: 'Packages',
      word: 'package',
      figure: funnel.packages,
      href: '/dissemination',
      note: 'one for each recipient',
    },
    { label: 'Outcomes', word: 'outcome', figure: funnel.outcomes, href: '/outcomes', note: 'reported by recipients' },
  ]
  return (
    <ol className="funnel" aria-label="From members to outcomes">
      {steps.map((step) => (
        <li key={step.label}>
          <span className="step-label">
            <Term word={step.word}>{step.label}</Term>
          </span>
          <Link href={step.href} aria-label={`${step.label}: ${count(step.figure)}`}>
            {count(step.figure)}
          </Link>
          <span className="soft small">{step.note}</span>
        </li>
      ))}
    </ol>
  )
}

function merged(members: number, subjects: number): string {
  const joined = members - subjects
  return joined > 0 ? `${count(joined)} accounts joined to another` : 'one account each'
}

function share(part: number, whole: number, of: string): string {
  if (part === whole) return `all ${of}`
  return `${percent(part / whole)} of ${of}`
}
