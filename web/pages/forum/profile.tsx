import type { MemberProfile } from '../../../src/api/contract.ts'
import { Card, Facts, Time } from '../../components/parts.tsx'
import { Scroll } from '../../components/scroll.tsx'
import { ShownText } from '../../components/shown.tsx'
import { Statement } from '../../components/statement.tsx'
import { count, words } from '../../text/format.ts'
import { Author } from './post.tsx'

const doings = { watch: 'watches', bookmark: 'bookmarked', follow: 'follows' } as const

/** What the evidence says of an account; each value leads to the bytes of its row. */
export function Profile({ of }: { readonly of: MemberProfile }) {
  const said = (value: string | null, mono = false) =>
    value === null || value === '' ? null : (
      <Statement trace={of.source.trace} hit={value} className={mono ? 'mono' : ''}>
        {value}
      </Statement>
    )
  return (
    <Scroll label="Profile">
      <div className="columns">
        <Card title="Account">
          <div className="inside">
            <Facts
              of={[
                ['Name', said(of.name)],
                ['E-mail', said(of.email, true)],
                ['Joined', <Time key="j" at={of.joinedAt} />],
                ['Joined from', said(of.joinedFrom, true)],
                ['Last seen', <Time key="l" at={of.lastSeenAt} />],
                ['Last address', said(of.lastIp, true)],
                ['Posts counted', of.posts === null ? null : count(of.posts)],
                ['Staff', of.staff],
                ['Password kept as', of.passwordScheme],
              ]}
            />
          </div>
        </Card>
        <Card title="As the member stated">
          <div className="inside">
            <Facts
              of={[
                ['Location', said(of.location)],
                ['Birthday', said(of.birthday)],
                ['Time zone', said(of.timezone)],
                ['Language', said(of.language)],
                ['Website', said(of.website, true)],
                ['Title', said(of.title)],
                ...of.handles.map((each) => [words(each.label), said(each.value, true)] as const),
                ...of.fields.map(
                  (field) =>
                    [
                      words(field.label),
                      <Statement key={field.label} trace={field.source.trace} hit={field.value}>
                        {field.value}
                      </Statement>,
                    ] as const,
                ),
              ]}
            />
            {of.signatureShown.length > 0 && (
              <div className="signature">
                <ShownText of={of.signatureShown} place={{ site: of.site, topic: null }} />
              </div>
            )}
          </div>
        </Card>
        <Card title="Groups and duties">
          <div className="inside">
            {of.groups.length + of.moderates.length === 0 && <p className="soft">The evidence names none.</p>}
            <ul className="lines">
              {of.groups.map((group) => (
                <li key={group.id}>
                  <Statement trace={group.source.trace}>{group.name}</Statement>
                  {group.leader && <span className="tag">leader</span>}
                  {group.pending && <span className="tag">pending</span>}
                </li>
              ))}
              {of.moderates.map((each) => (
                <li key={each.board ?? 'all'}>
                  moderates <Statement trace={each.source.trace}>{each.name ?? 'the whole board'}</Statement>
                </li>
              ))}
            </ul>
          </div>
        </Card>
        <Card title="Bans, warnings, friends and foes">
          <div className="inside">
            {of.bans.length + of.warnings.length + of.relations.length === 0 && (
              <p className="soft">The evidence holds none.</p>
            )}
            <ul className="lines">
              {of.bans.map((ban) => (
                <li key={`ban ${ban.id}`}>
                  <span className="tag strong">{ban.exempt ? 'exempt from bans' : 'banned'}</span>
                  <Statement trace={ban.source.trace}>
                    {ban.reason === null || ban.reason === '' ? 'no reason given' : ban.reason}
                  </Statement>
                  <Time at={ban.at} />
                  {ban.until !== null && (
                    <>
                      until <Time at={ban.until} />
                    </>
                  )}
                </li>
              ))}
              {of.warnings.map((warning) => (
                <li key={`warning ${warning.id}`}>
                  <span className="tag">warned</span>
                  <Statement trace={warning.source.trace}>{warning.reason ?? 'no reason given'}</Statement>
                  <Time at={warning.at} />
                </li>
              ))}
              {of.relations.map((relation) => (
                <li key={`${relation.kind} ${relation.other.id}`}>
                  <span className="tag">{relation.kind}</span>
                  <Author of={relation.other} />
                </li>
              ))}
            </ul>
          </div>
        </Card>
        <Card title="Watched and bookmarked">
          <div className="inside">
            {of.watches.length === 0 && <p className="soft">The evidence holds none.</p>}
            <ul className="lines">
              {of.watches.map((each) => (
                <li key={each.source.trace}>
                  <span className="tag">{doings[each.how]}</span>
                  {each.kind}
                  <Statement trace={each.source.trace}>{each.name ?? each.id ?? 'unknown'}</Statement>
                  <Time at={each.at} />
                </li>
              ))}
            </ul>
          </div>
        </Card>
      </div>
    </Scroll>
  )
}
