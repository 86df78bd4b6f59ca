import { endpoints } from '../../../src/api/contract.ts'
import { Page } from '../../components/frame/page.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { useAnswer } from '../../resource.ts'
import { count } from '../../text/format.ts'
import { Matches } from './matches.tsx'
import { HashSets } from './sets.tsx'

/** What the agency's hash sets say of the files of the case: facts about hashes, and no pictures. */
export function Media() {
  const overview = useAnswer(endpoints.overview, {})
  const counts = overview.data?.counts
  return (
    <Page
      title="Media"
      filled
      about="Files that are in a hash set of the agency’s own. A match is a fact about a file’s hash; what it means is for a person to say."
    >
      <Tabs
        label="Media"
        tabs={[
          {
            key: 'matches',
            label: 'Matches',
            figure: counts === undefined ? null : `${count(counts.ofInterest)} of interest`,
            body: () => <Matches />,
          },
          {
            key: 'sets',
            label: 'Hash sets',
            figure: counts === undefined ? null : count(counts.sets),
            body: () => <HashSets />,
          },
        ]}
      />
    </Page>
  )
}
