import { type BoardNode, type BoardRight, endpoints } from '../../../src/api/contract.ts'
import { Answered } from '../../components/states.tsx'
import { useAnswer } from '../../resource.ts'
import { Link, withQuery } from '../../router.tsx'
import { count } from '../../text/format.ts'
import { useLens, useView } from './lens.tsx'

/** The tree of boards, in the order the forum showed them. */
export function Boards({ site, chosen }: { readonly site: number; readonly chosen: string }) {
  const boards = useAnswer(endpoints.boards, { site }, useLens())
  const view = useView(site)
  const rights =
    view?.as != null && view.permissionsKnown ? new Map(view.boards.map((each) => [each.board, each])) : null
  return (
    <nav className="pane boards" aria-label="Boards">
      <Answered of={boards} what="the boards">
        {(nodes) => <Branch nodes={nodes} chosen={chosen} rights={rights} />}
      </Answered>
    </nav>
  )
}

function Branch({
  nodes,
  chosen,
  rights,
}: {
  readonly nodes: readonly BoardNode[]
  readonly chosen: string
  /** What the account of the view could do, by board; null where every board is shown. */
  readonly rights: ReadonlyMap<string, BoardRight> | null
}) {
  const shown = nodes.filter((node) => isShown(node, rights))
  return (
    <ul>
      {shown.map((node) => (
        <li key={node.id}>
          {node.kind === 'category' ? (
            <h2>{node.name}</h2>
          ) : (
            <Link
              href={withQuery({ board: node.id, topic: null, post: null, page: null, why: null, hit: null })}
              aria-current={node.id === chosen ? 'true' : undefined}
              title={node.description ?? undefined}
            >
              <span className="board-name">{node.name}</span>
              <span className="figure">{node.kind === 'link' ? 'link' : count(node.posts)}</span>
              <span className="board-tags">
                {rights !== null && rights.get(node.id)?.reads !== true && <span className="tag">closed to it</span>}
                {node.hidden && <span className="tag">hidden</span>}
                {node.locked && <span className="tag">locked</span>}
                {node.hasPassword && <span className="tag">password</span>}
              </span>
            </Link>
          )}
          {node.children.length > 0 && <Branch nodes={node.children} chosen={chosen} rights={rights} />}
        </li>
      ))}
    </ul>
  )
}

/** A board that the account could not see is not shown, nor is a category without any that it could. */
function isShown(node: BoardNode, rights: ReadonlyMap<string, BoardRight> | null): boolean {
  if (rights === null || rights.get(node.id)?.sees === true) return true
  return node.children.some((child) => isShown(child, rights))
}
