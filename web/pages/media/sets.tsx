import { endpoints, type HashSet } from '../../../src/api/contract.ts'
import { categoryOf, kindMeaning, quietKinds } from '../../../src/model/verdict.ts'
import { Card, Facts, Hash, Time } from '../../components/parts.tsx'
import { Scroll } from '../../components/scroll.tsx'
import { Answered, Empty } from '../../components/states.tsx'
import { useAnswer } from '../../resource.ts'
import { count, plural, words } from '../../text/format.ts'

/** The agency's sets, those to look at open, the others folded, and at the end those that were removed. */
export function HashSets() {
  const answer = useAnswer(endpoints.hashSets, {})
  return (
    <Scroll label="Hash sets">
      <Answered of={answer} what="the hash sets">
        {(sets) => {
          const loaded = sets.filter((each) => each.removedAt === null)
          const loud = loaded.filter((each) => !quietKinds.includes(each.kind))
          const quiet = loaded.filter((each) => quietKinds.includes(each.kind))
          return (
            <div className="stack hash-sets">
              {loaded.length === 0 && (
                <Empty title="No set is loaded">
                  The program ships none. The agency’s own are loaded with: holdfast sets import FILE --name NAME --kind
                  of-interest --source WHO
                </Empty>
              )}
              {loud.map((each) => (
                <SetCard key={each.hashSet} of={each} />
              ))}
              <Folded title="known software and harmless files" of={quiet} />
              <Folded title="removed" of={sets.filter((each) => each.removedAt !== null)} />
            </div>
          )
        }}
      </Answered>
    </Scroll>
  )
}

function Folded({ title, of }: { readonly title: string; readonly of: readonly HashSet[] }) {
  if (of.length === 0) return null
  return (
    <details>
      <summary>{`${plural(of.length, 'set')}: ${title}`}</summary>
      <div className="stack">
        {of.map((each) => (
          <SetCard key={each.hashSet} of={each} />
        ))}
      </div>
    </details>
  )
}

function SetCard({ of }: { readonly of: HashSet }) {
  const hashes = [
    [of.sha256s, 'SHA-256'],
    [of.sha1s, 'SHA-1'],
    [of.md5s, 'MD5'],
  ] as const
  return (
    <Card title={of.name} tools={<span className="tag">{words(of.kind)}</span>}>
      <div className="inside">
        <Facts
          of={[
            ['Means', kindMeaning[of.kind]],
            ['From', of.source],
            [
              'Entries',
              `${count(of.entries)}: ${hashes.flatMap(([n, word]) => (n === 0 ? [] : [`${count(n)} ${word}`])).join(', ')}`,
            ],
            ...(of.sha256s + of.sha1s === 0
              ? [['Caution', 'MD5 alone: files can be made that share one, so every match says so'] as const]
              : []),
            [
              'In it',
              `${plural(of.files, 'file')} and ${plural(of.attachments, 'attachment')} of the case${of.compared || of.removedAt !== null ? '' : '; not yet compared with all of it: the next run does it'}`,
            ],
            ...(of.scheme === null ? [] : [['Codes of', of.scheme] as const]),
            ...(of.categories.length === 0 ? [] : [['Categories', <Categories key="c" of={of} />] as const]),
            [
              'File',
              <>
                {of.fileName} ({of.format}), SHA-256 <Hash value={of.fileSha256} what={`SHA-256 of ${of.fileName}`} />
              </>,
            ],
            [
              'Loaded',
              <>
                by {of.loadedBy}, <Time at={of.loadedAt} />
              </>,
            ],
            ...(of.remarks === 0
              ? []
              : [['Lines not read', `${count(of.remarks)}; they are among the findings`] as const]),
            ...(of.removedAt === null
              ? []
              : [
                  [
                    'Removed',
                    <>
                      by {of.removedBy}, <Time at={of.removedAt} />: {of.removedWhy}
                    </>,
                  ] as const,
                ]),
          ]}
        />
      </div>
    </Card>
  )
}

/** Categories that are shown; a set may have thousands. */
const most = 12

function Categories({ of }: { readonly of: HashSet }) {
  const more = of.categories.length - most
  return (
    <>
      {of.categories
        .slice(0, most)
        .map((each) => `${categoryOf(each)} (${count(each.entries)})`)
        .join(', ')}
      {more > 0 && ` and ${plural(more, 'category', 'categories')} more`}
    </>
  )
}
