import { endpoints, type MemberProfile } from '../../../src/api/contract.ts'
import { subjectAddress } from '../../address-of.ts'
import { Page } from '../../components/frame/page.tsx'
import { Answered } from '../../components/states.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { useAnswer } from '../../resource.ts'
import { Link, part } from '../../router.tsx'
import { count } from '../../text/format.ts'
import { FormSwitch } from './forms.tsx'
import { Mailbox } from './mailbox.tsx'
import { Logins, MemberPosts, MemberSelectors } from './member-lists.tsx'
import { MemberMail } from './member-mail.tsx'
import { Actions, FailedLogins, Visits } from './member-records.tsx'
import { Profile } from './profile.tsx'

/** One account: what the evidence says of it, its mailbox as its owner saw it, posts, log-ins, selectors. */
export function Member({ site, member }: { readonly site: string; readonly member: string }) {
  const params = { site: Number(site), member }
  const profile = useAnswer(endpoints.member, params)
  return (
    <Page
      title={profile.data?.name ?? `Member ${member}`}
      filled
      about={profile.data === null ? undefined : <About of={profile.data} />}
      tools={
        <>
          <Link className="button" href={`/forum/${site}?as=${part(member)}`}>
            See the board as this account
          </Link>
          <FormSwitch />
        </>
      }
    >
      <Answered of={profile} what="the account">
        {(data) => (
          <Tabs
            label="Account"
            tabs={[
              { key: 'profile', label: 'Profile', body: () => <Profile of={data} /> },
              {
                key: 'messages',
                label: 'Private messages',
                figure: count(data.counts.messages),
                body: () => <Mailbox {...params} />,
              },
              { key: 'mail', label: 'Mail', body: () => <MemberMail {...params} /> },
              {
                key: 'posts',
                label: 'Posts',
                figure: count(data.counts.posts),
                body: () => <MemberPosts {...params} />,
              },
              {
                key: 'logins',
                label: 'Log-ins',
                figure: count(data.counts.logins),
                body: () => <Logins {...params} />,
              },
              {
                key: 'visits',
                label: 'Visits',
                figure: count(data.counts.visits),
                body: () => <Visits {...params} />,
              },
              {
                key: 'failed',
                label: 'Failed log-ins',
                figure: count(data.counts.failed),
                body: () => <FailedLogins {...params} />,
              },
              {
                key: 'log',
                label: 'Board logs',
                figure: count(data.counts.actions),
                body: () => <Actions {...params} />,
              },
              {
                key: 'selectors',
                label: 'Selectors',
                figure: count(data.counts.selectors),
                body: () => <MemberSelectors {...params} />,
              },
            ]}
          />
        )}
      </Answered>
    </Page>
  )
}

function About({ of }: { readonly of: MemberProfile }) {
  return (
    <>
      {of.kind} {of.id} · {of.state}
      {of.staff !== null && ` · ${of.staff}`}
      {of.subjectRef !== null && (
        <>
          {' '}
          · account of <Link href={subjectAddress(of.subjectRef.subject)}>{of.subjectRef.name}</Link>
        </>
      )}
    </>
  )
}
