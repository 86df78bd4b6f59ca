import { type ReactNode, useId } from 'react'
import { endpoints } from '../../src/api/contract.ts'
import { useAnswer } from '../resource.ts'

/** A word of the glossary with its definition on hover or focus, from the same source as the documents. */
export function Term({ word, children }: { readonly word: string; readonly children?: ReactNode }) {
  const id = useId()
  const glossary = useAnswer(endpoints.glossary, {})
  const entry = glossary.data?.find((each) => each.term.toLowerCase() === word.toLowerCase())
  if (entry === undefined) return <>{children ?? word}</>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the definition must be reachable by keyboard too
    <span className="term" tabIndex={0} aria-describedby={id}>
      {children ?? word}
      <span className="tip" role="tooltip" id={id}>
        {entry.definition}
      </span>
    </span>
  )
}
