import { Page } from '../../components/frame/page.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { AccountList } from './account-list.tsx'
import { JudgementList } from './judgement-list.tsx'
import { LinkList } from './link-list.tsx'
import { SubjectList } from './subject-list.tsx'

/** People: subjects, the links a person should rule on, rulings, and every account. */
export function People() {
  return (
    <Page title="People" filled about="Real persons hypothesised behind accounts, and why">
      <Tabs
        label="People"
        tabs={[
          { key: 'subjects', label: 'Subjects', body: () => <SubjectList /> },
          { key: 'links', label: 'Links', body: () => <LinkList /> },
          { key: 'judgements', label: 'Judgements', body: () => <JudgementList /> },
          { key: 'accounts', label: 'Accounts', body: () => <AccountList /> },
        ]}
      />
    </Page>
  )
}
