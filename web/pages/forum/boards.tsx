import { type BoardNode, endpoints } from '../../../src/api/contract.ts'
import { Answered } from '../../components/states.tsx'
import { useAnswer } from '../../resource.ts'
import { Link } from '../../router.tsx'
import { count } from '../../text/format.ts'

/** The tree of boards, in the order the forum showed them. */
export function Boards({ site, chosen }: { readonly site: number; readonly chosen: string }) {
  const boards = useAnswer(endpoints.boards, { site })
  return (
    <nav className="pane boards" aria-label="Boards">
      <Answered of={boards} what="the boards">
        {(nodes) => <Branch nodes={nodes} site={site} chosen={chosen} />}
      </Answered>
    </nav>
  )
}

function Branch({
  nodes,
  site,
  chosen,
}: {
  readonly nodes: readonly BoardNode[]
  readonly site: number
  readonly chosen: string
}) {
  return (
    <ul>
      {nodes.map((node) => (
        <li key={node.id}>
          {node.kind === 'category' ? (
            <h2>{node.name}</h2>
          ) : (
            <Link
              href={`/forum/${site}?board=${node.id}`}
              aria-current={node.id === chosen ? 'true' : undefined}
              title={node.description ?? undefined}
            >
              <span className="board-name">{node.name}</span>
              {node.locked && <span className="tag">locked</span>}
              {node.hasPassword && <span className="tag">password</span>}
              <span className="figure">{node.kind === 'link' ? 'link' : count(node.posts)}</span>
            </Link>
          )}
          {node.children.length > 0 && <Branch nodes={node.children} site={site} chosen={chosen} />}
        </li>
      ))}
    </ul>
  )
}
