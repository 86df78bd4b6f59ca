import type { TraceStep } from '../../../src/api/contract.ts'
import { addressOf } from '../../address-of.ts'
import { Link } from '../../router.tsx'
import { words } from '../../text/format.ts'
import { Icon } from '../icon.tsx'
import { Scroll } from '../scroll.tsx'

/** The walk as a tree: each step under the one it belongs to; a step with bytes can be chosen. */
export function Chain({
  steps,
  withBytes,
  chosen,
  onChoose,
}: {
  readonly steps: readonly TraceStep[]
  readonly withBytes: ReadonlySet<string>
  readonly chosen: string | null
  readonly onChoose: (step: string) => void
}) {
  const known = new Set(steps.map((step) => step.id))
  const branch = (parent: string | null, depth: number) => {
    const under = steps.filter((step) =>
      parent === null ? step.parent === null || !known.has(step.parent) : step.parent === parent,
    )
    // Depth is bounded so that a chain that bites its own tail cannot hang the page.
    if (under.length === 0 || depth > 8) return null
    return (
      <ol>
        {under.map((step) => {
          const to = addressOf(step.id)
          return (
            <li key={step.id} data-kind={step.kind}>
              <div className="step" data-chosen={step.id === chosen}>
                <span className="tag">{words(step.kind)}</span>
                {withBytes.has(step.id) ? (
                  <button type="button" aria-pressed={step.id === chosen} onClick={() => onChoose(step.id)}>
                    {step.sentence}
                  </button>
                ) : (
                  <span>{step.sentence}</span>
                )}
                {to !== null && (
                  <Link className="go" href={to} aria-label={`Open ${step.id}`} title={`Open ${step.id}`}>
                    <Icon of="open" />
                  </Link>
                )}
              </div>
              {branch(step.id, depth + 1)}
            </li>
          )
        })}
      </ol>
    )
  }
  return (
    <Scroll className="chain" label="Chain">
      {branch(null, 0)}
    </Scroll>
  )
}
