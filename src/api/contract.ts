import type * as artefacts from './contract/artefacts.ts'
import type { Country, Page, PageQuery, Recorded, Withdrawal } from './contract/common.ts'
import { type Endpoint, get, post } from './contract/endpoint.ts'
import type * as evidence from './contract/evidence.ts'
import type * as forum from './contract/forum.ts'
import type * as mail from './contract/mail.ts'
import type * as mapping from './contract/mapping.ts'
import type * as media from './contract/media.ts'
import type * as people from './contract/people.ts'
import type * as products from './contract/products.ts'
import type * as reader from './contract/reader.ts'
import type * as unlock from './contract/unlock.ts'

export type * from './contract/artefacts.ts'
export type * from './contract/common.ts'
export type * from './contract/evidence.ts'
export type * from './contract/forum.ts'
export type * from './contract/mail.ts'
export type * from './contract/mapping.ts'
export type * from './contract/media.ts'
export type * from './contract/people.ts'
export type * from './contract/products.ts'
export type * from './contract/reader.ts'
export type * from './contract/unlock.ts'

export type { Endpoint }

/**
 * Carries the session's key on every request to /api. Cookies are shared by all ports of a host, so the cookie alone
 * would let in a page that another local user serves; the key is kept by origin. The server hands it over once: the
 * one-time address leads to `/#key=KEY`; the app moves KEY from the fragment into localStorage under `keyName`
 * (history.replaceState) before it asks for anything.
 */
export const keyHeader = 'x-holdfast-key'
/** Where the app keeps the key: `localStorage.getItem(keyName)`. */
export const keyName = 'holdfast.key'
/** Optional on any request: why the reader looks, percent-encoded; it goes into the access log. */
export const whyHeader = 'x-holdfast-why'

type None = Readonly<Record<never, never>>
type Site = { readonly site: number }
type Member = Site & { readonly member: string }
type Letter = Site & { readonly message: string }
type Subject = { readonly subject: string }
type Package = { readonly package: string }

/** Every endpoint of the API, in the order the data flows; `:name` parts of a path are percent-encoded params. */
export const endpoints = {
  session: get<None, None, evidence.Session>('/api/session', 'Who is signed in, to which operation.'),
  rail: get<None, None, evidence.RailCounts>('/api/rail', 'The count that matters in each room.'),
  overview: get<None, None, evidence.Overview>('/api/overview', 'Everything the first screen shows.'),
  glossary: get<None, None, readonly products.GlossaryTerm[]>('/api/glossary', 'The words of the program.'),
  trace: get<{ readonly id: string }, None, products.Trace>('/api/trace/:id', 'From any id to the bytes it rests on.'),

  exhibits: get<None, None, readonly evidence.Exhibit[]>('/api/evidence/exhibits', 'The seized items and their files.'),
  custody: get<None, PageQuery, Page<evidence.CustodyEntry>>(
    '/api/evidence/custody',
    'The custody ledger, newest first.',
  ),
  findings: get<None, evidence.FindingsQuery, Page<evidence.FindingRow>>(
    '/api/evidence/findings',
    'What could not be read as expected.',
  ),
  findingCounts: get<None, None, readonly evidence.FindingCount[]>(
    '/api/evidence/finding-counts',
    'Findings by severity and code.',
  ),
  completeness: get<None, PageQuery, Page<evidence.CompletenessRow>>(
    '/api/evidence/completeness',
    'The completeness ledger.',
  ),

  mappings: get<None, { readonly exhibit?: number | undefined }, mapping.Mappings>(
    '/api/evidence/mappings',
    'Tables that nothing reads, what they may be, and the mappings in force.',
  ),
  checkMapping: post<None, { readonly mapping: mapping.Mapping }, readonly mapping.MappingCheck[]>(
    '/api/evidence/mappings/check',
    'What a mapping would read; nothing is recorded.',
  ),
  useMapping: post<None, { readonly mapping: mapping.Mapping }, Recorded>(
    '/api/evidence/mappings',
    'Puts a mapping into force.',
  ),
  dropMapping: post<{ readonly name: string }, None, Recorded>(
    '/api/evidence/mappings/:name/withdrawal',
    'Takes a mapping out of force.',
  ),

  mail: get<None, mail.MailQuery, Page<mail.MailRow>>('/api/evidence/mail', 'Messages, newest first.'),
  letter: get<{ readonly file: number; readonly n: number }, None, mail.MailMessage>(
    '/api/evidence/mail/:file/:n',
    'One message, its secrets masked.',
  ),
  clocks: get<None, None, readonly mail.Clock[]>(
    '/api/evidence/clocks',
    'How far the clocks of logs, databases and mail are apart.',
  ),

  locked: get<None, unlock.LockedQuery, Page<unlock.LockedThing>>(
    '/api/evidence/locked',
    'Everything that is closed, and keys that lie open.',
  ),
  unlocking: get<None, None, unlock.Unlocking>(
    '/api/evidence/unlocking',
    'The keys without their values, who allowed them to be tried, and the latest trials.',
  ),

  hashStates: get<None, None, readonly unlock.HashState[]>(
    '/api/evidence/hashes',
    'How stored passwords are made, and of how many accounts they are known.',
  ),
  takeRecoveries: post<None, unlock.NewRecoveries, Recorded & { readonly taken: unlock.RecoveriesTaken }>(
    '/api/evidence/hashes/recoveries',
    'Takes results of hashcat in, under an authorisation on record; each is made again before it is believed.',
  ),

  sites: get<None, None, readonly forum.Site[]>('/api/forum/sites', 'The rebuilt boards.'),
  view: get<Site, reader.LensQuery, reader.View>(
    '/api/forum/sites/:site/view',
    'What an account could see in which board, and whether it was there on a day.',
  ),
  copies: get<Site, None, readonly reader.SiteCopy[]>(
    '/api/forum/sites/:site/copies',
    'The copies of a board in the evidence.',
  ),
  changes: get<Site, reader.ChangesQuery, Page<reader.CopyChange>>(
    '/api/forum/sites/:site/changes',
    'What differs between the copies of a board.',
  ),
  boards: get<Site, reader.LensQuery, readonly forum.BoardNode[]>(
    '/api/forum/sites/:site/boards',
    'The tree of boards.',
  ),
  topics: get<Site & { readonly board: string }, forum.TopicsQuery, Page<forum.TopicRow>>(
    '/api/forum/sites/:site/boards/:board/topics',
    'Topics of a board.',
  ),
  topic: get<Site & { readonly topic: string }, None, forum.Topic>(
    '/api/forum/sites/:site/topics/:topic',
    'One topic.',
  ),
  posts: get<Site & { readonly topic: string }, forum.PostsQuery, Page<forum.Post>>(
    '/api/forum/sites/:site/topics/:topic/posts',
    'Posts of a topic in order of time.',
  ),
  topicPage: get<Site & { readonly topic: string }, reader.TopicPageQuery, reader.TopicPage>(
    '/api/forum/sites/:site/topics/:topic/page',
    'A page of a topic as the forum showed it.',
  ),
  post: get<Site & { readonly post: string }, None, forum.Post>('/api/forum/sites/:site/posts/:post', 'One post.'),
  postVersions: get<Site & { readonly post: string }, None, readonly reader.PostVersion[]>(
    '/api/forum/sites/:site/posts/:post/versions',
    'Earlier versions of a post.',
  ),
  members: get<None, forum.MembersQuery, Page<forum.MemberRow>>('/api/forum/members', 'Accounts of all sites.'),
  member: get<Member, None, forum.MemberProfile>('/api/forum/sites/:site/members/:member', 'One account.'),
  memberPosts: get<Member, PageQuery, Page<forum.Post>>(
    '/api/forum/sites/:site/members/:member/posts',
    'Posts of an account, newest first.',
  ),
  memberFolders: get<Member, None, readonly forum.Folder[]>(
    '/api/forum/sites/:site/members/:member/folders',
    'The folders of a mailbox.',
  ),
  memberMessages: get<Member, forum.MessagesQuery, Page<forum.Message>>(
    '/api/forum/sites/:site/members/:member/messages',
    'A mailbox, newest first.',
  ),
  message: get<Letter, None, forum.Message>('/api/forum/sites/:site/messages/:message', 'One private message.'),
  messageVersions: get<Letter, None, readonly reader.PostVersion[]>(
    '/api/forum/sites/:site/messages/:message/versions',
    'Earlier versions of a private message.',
  ),
  memberLogins: get<Member, PageQuery, Page<forum.Login>>(
    '/api/forum/sites/:site/members/:member/logins',
    'Sessions and log-ins, newest first.',
  ),
  memberActions: get<Member, PageQuery, Page<reader.Action>>(
    '/api/forum/sites/:site/members/:member/actions',
    'Lines of the logs that an account made or that are about it, newest first.',
  ),
  memberVisits: get<Member, PageQuery, Page<reader.Visit>>(
    '/api/forum/sites/:site/members/:member/visits',
    'Visits of an account in the access logs, newest first.',
  ),
  memberFailed: get<Member, PageQuery, Page<reader.FailedLogin>>(
    '/api/forum/sites/:site/members/:member/failed-logins',
    'Log-ins of an account that failed, by the access logs, newest first.',
  ),
  memberMail: get<Member, PageQuery, Page<mail.MailRow>>(
    '/api/forum/sites/:site/members/:member/mail',
    'Mail that the board sent an account, and that it wrote, newest first.',
  ),
  opened: post<None, forum.OpenedText, None>('/api/forum/opened', 'Counts the opening of a folded text.'),
  attachments: get<None, PageQuery & { readonly search?: string | undefined }, Page<forum.Attachment>>(
    '/api/media/attachments',
    'Uploads as placeholders.',
  ),
  hashSets: get<None, None, readonly media.HashSet[]>('/api/media/sets', 'The agency’s hash sets, removed ones too.'),
  setMatches: get<None, media.MatchesQuery, Page<media.MatchRow>>(
    '/api/media/matches',
    'Files and attachments that a set lists, those of interest first.',
  ),

  selectorKinds: get<None, None, readonly artefacts.SelectorKind[]>(
    '/api/artefacts/kinds',
    'Kinds of selector and how many.',
  ),
  selectors: get<None, artefacts.SelectorsQuery, Page<artefacts.SelectorRow>>('/api/artefacts/selectors', 'Selectors.'),
  selector: get<None, { readonly kind: string; readonly value: string }, artefacts.SelectorPage>(
    '/api/artefacts/selector',
    'One selector.',
  ),
  sightings: get<None, PageQuery & { readonly kind: string; readonly value: string }, Page<artefacts.SightingRow>>(
    '/api/artefacts/sightings',
    'Sightings of a selector.',
  ),
  memberSightings: get<Member, PageQuery & { readonly kind?: string | undefined }, Page<artefacts.SightingRow>>(
    '/api/artefacts/sites/:site/members/:member/sightings',
    'Sightings of an account.',
  ),

  subject: get<Subject, None, people.Subject>('/api/identity/subjects/:subject', 'One subject.'),
  timeline: get<Subject, people.TimelineQuery, Page<people.TimelineEvent>>(
    '/api/identity/subjects/:subject/timeline',
    'What a subject did, in order of time.',
  ),
  links: get<None, people.LinksQuery, Page<people.Link>>('/api/identity/links', 'Computed links, heaviest first.'),
  link: get<{ readonly link: string }, None, people.Link>('/api/identity/links/:link', 'One link with its terms.'),
  judgements: get<None, PageQuery, Page<people.Judgement>>(
    '/api/identity/judgements',
    'Rulings on accounts, newest first.',
  ),
  judge: post<None, people.NewJudgement, Recorded>('/api/identity/judgements', 'Records a ruling on two accounts.'),
  unjudge: post<{ readonly judgement: number }, Withdrawal, Recorded>(
    '/api/identity/judgements/:judgement/withdrawal',
    'Takes a ruling back.',
  ),

  places: get<None, None, readonly evidence.CountryCount[]>(
    '/api/jurisdiction/places',
    'Countries and their subjects.',
  ),
  countries: get<None, None, readonly Country[]>('/api/jurisdiction/countries', 'Every country by code and name.'),

  queue: get<None, people.QueueQuery, Page<people.QueueRow>>('/api/risk/queue', 'Subjects in the order of work.'),
  vocabulary: get<None, None, people.RiskVocabulary>(
    '/api/risk/vocabulary',
    'Bands, verdicts and the scheme in force.',
  ),
  decide: post<Subject, people.NewDecision, Recorded>(
    '/api/risk/subjects/:subject/decisions',
    'Records a decision on a subject.',
  ),
  undecide: post<{ readonly decision: number }, Withdrawal, Recorded>(
    '/api/risk/decisions/:decision/withdrawal',
    'Takes a decision back.',
  ),

  contacts: get<Subject, PageQuery, Page<people.Contact>>(
    '/api/links/subjects/:subject/contacts',
    'Whom a subject had to do with.',
  ),
  edges: get<None, people.EdgesQuery, Page<people.Edge>>('/api/links/edges', 'The network of contacts.'),

  packages: get<None, products.PackagesQuery, Page<products.PackageRow>>('/api/dissemination/packages', 'Packages.'),
  package: get<Package, None, products.PackageDetail>('/api/dissemination/packages/:package', 'One package.'),
  packageJson: get<Package, None, Blob>(
    '/api/dissemination/packages/:package/json',
    'The package as JSON, a download.',
  ),
  packagePdf: get<Package, None, Blob>('/api/dissemination/packages/:package/pdf', 'The package as PDF, a download.'),
  propose: post<Package, products.NewRelease, Recorded>(
    '/api/dissemination/packages/:package/releases',
    'Proposes a release.',
  ),
  approve: post<{ readonly release: number }, None, Recorded>(
    '/api/dissemination/releases/:release/approval',
    'Approves a release another person proposed.',
  ),

  headline: get<None, None, products.OutcomesHeadline>('/api/outcomes/headline', 'The figures of the case.'),
  outcomes: get<None, PageQuery & { readonly package?: string | undefined }, Page<products.Outcome>>(
    '/api/outcomes',
    'Outcomes, newest first.',
  ),
  recordOutcome: post<None, products.NewOutcome, Recorded>('/api/outcomes', 'Records an outcome.'),
  withdrawOutcome: post<{ readonly outcome: number }, Withdrawal, Recorded>(
    '/api/outcomes/:outcome/withdrawal',
    'Takes an outcome back.',
  ),

  access: get<None, products.AccessQuery, Page<products.AccessRow>>(
    '/api/govern/access',
    'Who consulted what, newest first.',
  ),
  signOut: post<None, None, None>('/api/session/end', 'Ends the session.'),
} as const
