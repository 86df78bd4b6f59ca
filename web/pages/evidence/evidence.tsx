import { endpoints } from '../../../src/api/contract.ts'
import { Page } from '../../components/frame/page.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { useAnswer } from '../../resource.ts'
import { count } from '../../text/format.ts'
import { Attachments } from './attachments.tsx'
import { Clocks } from './clocks.tsx'
import { Completeness } from './completeness.tsx'
import { Custody } from './custody.tsx'
import { Exhibits } from './exhibits.tsx'
import { Findings } from './findings.tsx'
import { Keys } from './keys.tsx'
import { Locked } from './locked.tsx'
import { Mail } from './mail.tsx'
import { MappingTab } from './mapping.tsx'

/** Exhibits, their custody, and how much of them was read. */
export function Evidence() {
  const overview = useAnswer(endpoints.overview, {})
  const data = overview.data
  const findings = data?.findings.reduce((sum, each) => sum + each.findings, 0)
  return (
    <Page title="Exhibits and custody" filled about="Seized items, who held and read them, and what could not be read">
      <Tabs
        label="Exhibits and custody"
        tabs={[
          { key: 'exhibits', label: 'Exhibits', body: () => <Exhibits /> },
          {
            key: 'custody',
            label: 'Custody ledger',
            figure: data === null ? null : count(data.ledger.entries),
            body: () => <Custody />,
          },
          {
            key: 'attachments',
            label: 'Attachments',
            figure: data === null ? null : count(data.counts.attachments),
            body: () => <Attachments />,
          },
          { key: 'mail', label: 'Mail', body: () => <Mail /> },
          { key: 'clocks', label: 'Clocks', body: () => <Clocks /> },
          { key: 'locked', label: 'Locked', body: () => <Locked /> },
          { key: 'keys', label: 'Keys', body: () => <Keys /> },
          {
            key: 'findings',
            label: 'Findings',
            figure: findings === undefined ? null : count(findings),
            body: () => <Findings />,
          },
          {
            key: 'completeness',
            label: 'Completeness',
            figure: data === null ? null : data.completeness.balanced ? 'balances' : 'does not balance',
            body: () => <Completeness />,
          },
          { key: 'mapping', label: 'Unread tables', body: () => <MappingTab /> },
        ]}
      />
    </Page>
  )
}
