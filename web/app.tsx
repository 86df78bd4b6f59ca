import type { ReactNode } from 'react'
import { endpoints } from '../src/api/contract.ts'
import { Frame } from './components/frame/frame.tsx'
import { Page } from './components/frame/page.tsx'
import { Answered, Empty, Failed } from './components/states.tsx'
import { Artefacts } from './pages/artefacts/artefacts.tsx'
import { Selector } from './pages/artefacts/selector.tsx'
import { Package } from './pages/dissemination/package.tsx'
import { Packages } from './pages/dissemination/packages.tsx'
import { Evidence } from './pages/evidence/evidence.tsx'
import { Letter } from './pages/evidence/letter.tsx'
import { Copies } from './pages/forum/copies.tsx'
import { Forum, PostAddress } from './pages/forum/forum.tsx'
import { Member } from './pages/forum/member.tsx'
import { MessagePage } from './pages/forum/message.tsx'
import { Govern } from './pages/govern/govern.tsx'
import { People } from './pages/identity/people.tsx'
import { Subject } from './pages/identity/subject.tsx'
import { Places } from './pages/jurisdiction/places.tsx'
import { Media } from './pages/media/media.tsx'
import { Outcomes } from './pages/outcomes/outcomes.tsx'
import { Overview } from './pages/overview/overview.tsx'
import { Risk } from './pages/risk/risk.tsx'
import { useAnswer } from './resource.ts'
import { match, useAddress } from './router.tsx'

type Params = Readonly<Record<string, string>>

/** Every address of the workbench, in the order the data flows. */
const pages: readonly (readonly [pattern: string, page: (params: Params) => ReactNode])[] = [
  ['', () => <Overview />],
  ['/evidence', () => <Evidence />],
  ['/evidence/mail/:file/:n', ({ file = '', n = '' }) => <Letter key={`${file} ${n}`} file={file} n={n} />],
  ['/forum', () => <Forum />],
  ['/forum/:site/copies', ({ site = '' }) => <Copies key={site} site={site} />],
  ['/forum/:site', ({ site = '' }) => <Forum key={site} site={site} />],
  [
    '/forum/:site/members/:member',
    ({ site = '', member = '' }) => <Member key={`${site} ${member}`} site={site} member={member} />,
  ],
  ['/forum/:site/posts/:post', ({ site = '', post = '' }) => <PostAddress site={site} post={post} />],
  ['/forum/:site/messages/:message', ({ site = '', message = '' }) => <MessagePage site={site} message={message} />],
  ['/artefacts', () => <Artefacts />],
  ['/artefacts/selector', () => <Selector />],
  ['/identity', () => <People />],
  ['/identity/:subject', ({ subject = '' }) => <Subject key={subject} subject={subject} />],
  ['/jurisdiction', () => <Places />],
  ['/risk', () => <Risk />],
  ['/media', () => <Media />],
  ['/dissemination', () => <Packages />],
  ['/dissemination/:package', ({ package: id = '' }) => <Package key={id} id={id} />],
  ['/outcomes', () => <Outcomes />],
  ['/govern', () => <Govern />],
]

/** The workbench: signed in, it shows the page of the address; not signed in, it says how to get in. */
export function App() {
  const session = useAnswer(endpoints.session, {})
  const { path } = useAddress()
  if (session.state === 'failed') {
    return (
      <main className="gate">
        <h1>Holdfast</h1>
        {session.trouble.status === 401 ? (
          <Failed
            trouble={{
              ...session.trouble,
              next: session.trouble.next || 'Open the one-time address that “holdfast serve” prints.',
            }}
          />
        ) : (
          <Failed trouble={session.trouble} retry={session.reload} />
        )}
      </main>
    )
  }
  return (
    <Answered of={session} what="the operation">
      {(data) => <Frame session={data}>{pageOf(path)}</Frame>}
    </Answered>
  )
}

function pageOf(path: string): ReactNode {
  for (const [pattern, page] of pages) {
    const params = match(pattern, path)
    if (params !== null) return page(params)
  }
  return (
    <Page title="No such page">
      <Empty title="Nothing is shown at this address">The rail on the left leads to every room.</Empty>
    </Page>
  )
}
