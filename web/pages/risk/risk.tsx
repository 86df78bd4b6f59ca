import { endpoints } from '../../../src/api/contract.ts'
import { Page } from '../../components/frame/page.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { useAnswer } from '../../resource.ts'
import { count } from '../../text/format.ts'
import { Queue } from './queue.tsx'
import { Scheme } from './scheme.tsx'

/** The order of work, and the scheme that made it. */
export function Risk() {
  const vocabulary = useAnswer(endpoints.vocabulary, {})
  const undecided = vocabulary.data?.bands.reduce((sum, band) => sum + band.undecided, 0)
  return (
    <Page title="Risk" filled about="A machine orders the queue; a person decides">
      <Tabs
        label="Risk"
        tabs={[
          {
            key: 'queue',
            label: 'Queue',
            figure: undecided === undefined ? null : `${count(undecided)} undecided`,
            body: () => <Queue vocabulary={vocabulary.data} />,
          },
          { key: 'scheme', label: 'Scheme', body: () => <Scheme vocabulary={vocabulary} /> },
        ]}
      />
    </Page>
  )
}
