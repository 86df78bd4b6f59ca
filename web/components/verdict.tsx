import type { SetMatch, SetVerdict } from '../../src/api/contract.ts'
import { categoryOf, howMatched, quietKinds, verdictWords } from '../../src/model/verdict.ts'

/** What the sets say of one thing, in a placeholder. */
export function Verdict({ of, hashed }: { readonly of: SetVerdict; readonly hashed: boolean }) {
  const listed = of.matches.length > 0
  const words = verdictWords(listed ? { ...of, matches: [] } : of, hashed)
  return (
    <div className="set-verdict small">
      <span className="soft">Set verdict: </span>
      {listed && (
        <ul>
          {of.matches.map((match, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a set may list a file in several categories
            <li key={i}>
              <InSet of={match} />
            </li>
          ))}
        </ul>
      )}
      {!listed && <span className="soft">{words.join('; ')}</span>}
      {listed && of.pending > 0 && <span className="soft">{words.at(-1)}</span>}
    </div>
  )
}

/** One match: the set, the category as the agency named it, and how far the hash can be relied on. */
function InSet({ of }: { readonly of: SetMatch }) {
  const category = categoryOf(of)
  const isLoud = !quietKinds.includes(of.kind) && of.differs === null
  return (
    <>
      in set <span className={isLoud ? 'tag strong' : 'tag'}>{of.set}</span>
      {category !== null && ` (${category})`}
      <span className="soft">, {howMatched(of)}</span>
    </>
  )
}
