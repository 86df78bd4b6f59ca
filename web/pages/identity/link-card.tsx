import type { Link as Hypothesis, Judgement, MemberRef } from '../../../src/api/contract.ts'
import { memberAddress, subjectAddress } from '../../address-of.ts'
import { Statement } from '../../components/statement.tsx'
import { Link } from '../../router.tsx'
import { words } from '../../text/format.ts'
import { Judge } from './judge.tsx'

const stateWords = {
  joined: 'joined by its weight alone',
  possible: 'possible: a person should rule',
  weak: 'too weak to join',
}

/** `persona:SITE:MEMBER` of an account. */
export function personaOf(member: MemberRef): string {
  return `persona:${member.site}:${member.id}`
}

/** Why two accounts may be one person: the sentence first, then each term for and against, then a person's ruling. */
export function LinkCard({
  link,
  judgements,
  inside,
}: {
  readonly link: Hypothesis
  readonly judgements: readonly Judgement[]
  /** The subject on whose page this stands; the other one is named. */
  readonly inside?: string
}) {
  const heaviest = Math.max(1, ...link.terms.map((term) => Math.abs(term.weight)))
  const a = personaOf(link.a)
  const b = personaOf(link.b)
  const ruled = judgements.find(
    (each) => each.withdrawn === null && ((each.a === a && each.b === b) || (each.a === b && each.b === a)),
  )
  return (
    <article className="card link-card" aria-label={`Link between ${link.a.name} and ${link.b.name}`}>
      <header>
        <h2>
          <Side of={link.a} subject={link.subjectA} inside={inside} /> <span className="soft">and</span>{' '}
          <Side of={link.b} subject={link.subjectB} inside={inside} />
        </h2>
        <div className="tools">
          <span className="tag">{stateWords[link.state]}</span>
          <Statement trace={link.link}>
            weight <strong>{signed(link.weight)}</strong>
          </Statement>
        </div>
      </header>
      <div className="inside">
        <p className="why-sentence">{link.why}</p>
        <table className="plain terms">
          <thead>
            <tr>
              <th scope="col">Comparison</th>
              <th scope="col">In words</th>
              <th scope="col" className="balance">
                Against · for
              </th>
              <th scope="col" className="number">
                Weight
              </th>
            </tr>
          </thead>
          <tbody>
            {link.terms.map((term) => (
              <tr key={term.n}>
                <td className="nowrap">{words(term.comparison)}</td>
                <td>
                  <Statement trace={term.trace}>{term.detail}</Statement>
                </td>
                <td className="balance">
                  <Balance weight={term.weight} heaviest={heaviest} />
                </td>
                <td className="number">{signed(term.weight)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={3}>
                Sum of the terms
              </th>
              <td className="number">
                <strong>{signed(link.terms.reduce((sum, term) => sum + term.weight, 0))}</strong>
              </td>
            </tr>
          </tfoot>
        </table>
        <Judge a={a} b={b} names={`${link.a.name} and ${link.b.name}`} ruled={ruled ?? null} />
      </div>
    </article>
  )
}

function Side({
  of,
  subject,
  inside,
}: {
  readonly of: MemberRef
  readonly subject: string | null
  readonly inside: string | undefined
}) {
  return (
    <>
      <Link href={memberAddress(of) ?? '#'}>{of.name ?? of.id}</Link>
      {subject !== null && inside !== undefined && subject !== inside && (
        <>
          {' '}
          <Link className="tag" href={subjectAddress(subject)}>
            another subject
          </Link>
        </>
      )}
    </>
  )
}

function Balance({ weight, heaviest }: { readonly weight: number; readonly heaviest: number }) {
  const share = `${(Math.abs(weight) / heaviest) * 50}%`
  return (
    <span className="balance-bar" aria-hidden="true">
      <i className={weight < 0 ? 'against' : 'for'} style={{ width: share }} />
    </span>
  )
}

/** A weight with its sign, a true minus. */
export function signed(weight: number): string {
  return `${weight < 0 ? '−' : '+'}${Math.abs(weight).toFixed(1)}`
}
