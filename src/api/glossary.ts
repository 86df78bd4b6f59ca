import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../db/root.ts'
import type { GlossaryTerm } from './contract.ts'

/** Reads the words of the program from the tables of a page of documentation: first column the term, second its meaning. */
export function readGlossary(page: string): readonly GlossaryTerm[] {
  const terms: GlossaryTerm[] = []
  let isTable = false
  for (const line of page.split('\n')) {
    const cells = /^\|(.+)\|\s*$/
      .exec(line)?.[1]
      ?.split('|')
      .map((cell) => cell.trim())
    if (!cells) isTable = false
    else if (cells.every((cell) => /^:?-+:?$/.test(cell))) isTable = true
    else if (isTable && cells[0] && cells[1]) terms.push({ term: plain(cells[0]), definition: plain(cells[1]) })
  }
  return terms
}

function plain(markdown: string): string {
  return markdown.replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1').replaceAll(/[*`]/g, '')
}

let known: readonly GlossaryTerm[] | null = null

/** The words of the program, from the same page that its documentation prints. */
export function glossary(): readonly GlossaryTerm[] {
  known ??= readGlossary(readPage())
  return known
}

function readPage(): string {
  try {
    return readFileSync(join(packageRoot(), 'docs', 'glossary.md'), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}
