import type { Subject } from '../../../src/api/contract.ts'
import { memberAddress } from '../../address-of.ts'
import { Icon } from '../../components/icon.tsx'
import { Card, Time } from '../../components/parts.tsx'
import { Scroll } from '../../components/scroll.tsx'
import { Statement } from '../../components/statement.tsx'
import { Link } from '../../router.tsx'
import { count, plural, words } from '../../text/format.ts'
import { selectorAddress } from '../artefacts/sightings.tsx'
import { Judgements } from './judgements.tsx'
import { LinkCard } from './link-card.tsx'

/** The accounts, and why they are one person. */
export function Accounts({ of }: { readonly of: Subject }) {
  return (
    <Scroll label="Accounts and why they are one" className="scroll stack">
      <Personas of={of} />
      {of.links.length === 0 && (
        <p className="soft small">
          One account, and no computed link to another. What it shares with others is under its selectors.
        </p>
      )}
      {of.links.map((link) => (
        <LinkCard key={link.link} link={link} judgements={of.judgements} inside={of.subject} />
      ))}
      {of.judgements.length > 0 && <Judgements of={of.judgements} />}
      <Selectors of={of} />
    </Scroll>
  )
}

function Personas({ of }: { readonly of: Subject }) {
  return (
    <Card title="Accounts">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">Account</th>
            <th scope="col">Board</th>
            <th scope="col">Joined</th>
            <th scope="col">Last seen</th>
            <th scope="col" className="number">
              Posts
            </th>
            <th scope="col">Staff</th>
          </tr>
        </thead>
        <tbody>
          {of.personas.map((persona) => (
            <tr key={persona.persona}>
              <td>
                <Link href={memberAddress(persona.member) ?? '#'}>{persona.member.name ?? persona.persona}</Link>
              </td>
              <td>{persona.siteKey}</td>
              <td>
                <Statement trace={persona.source.trace} hit={persona.member.name}>
                  <Time at={persona.joinedAt} />
                </Statement>
              </td>
              <td>
                <Time at={persona.lastSeenAt} />
              </td>
              <td className="number">{persona.posts === null ? '—' : count(persona.posts)}</td>
              <td>{persona.staff ?? <span className="soft">no</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

function Selectors({ of }: { readonly of: Subject }) {
  return (
    <Card
      title="Selectors"
      tools={<span className="soft small">{plural(of.selectors.length, 'selector')}, telling ones first</span>}
    >
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col" className="value">
              Value
            </th>
            <th scope="col">Relations</th>
            <th scope="col" className="number">
              Sightings
            </th>
            <th scope="col" className="number">
              Others
            </th>
            <th scope="col">Last seen</th>
          </tr>
        </thead>
        <tbody>
          {of.selectors.map((selector) => (
            <tr key={`${selector.kind} ${selector.value}`}>
              <td>{words(selector.kind)}</td>
              <td className="mono breakable">
                {selector.trace === null ? (
                  selector.value
                ) : (
                  <Statement trace={selector.trace} hit={selector.value}>
                    {selector.value}
                  </Statement>
                )}{' '}
                <Link
                  href={selectorAddress(selector.kind, selector.value)}
                  aria-label={`All sightings of ${selector.value}`}
                  title="All sightings"
                >
                  <Icon of="open" />
                </Link>
              </td>
              <td>{selector.relations.map(words).join(', ')}</td>
              <td className="number">{count(selector.sightings)}</td>
              <td className="number">{count(selector.others)}</td>
              <td>
                <Time at={selector.lastAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}
