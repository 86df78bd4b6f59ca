import pc from 'picocolors'
import type { RunResult } from '../run.ts'

const n = new Intl.NumberFormat('en-GB')

/** The headline of a run, for people. */
export function headline(result: RunResult): string {
  const c = (name: string): string => n.format(result.counts[name] ?? 0)
  const figures = [
    'members',
    'boards',
    'topics',
    'posts',
    'messages',
    'attachments',
    'sightings',
    'subjects',
    'located',
    'packages',
  ]
  const findings = Object.entries(result.findings)
  const { ledger } = result
  return [
    '',
    figures.map((f) => `${pc.bold(c(f))} ${f}`).join('   '),
    result.counts.safeguarding
      ? pc.red(`${c('safeguarding')} subjects carry a safeguarding flag: look at them first`)
      : 'no safeguarding flag was raised',
    `completeness: ${n.format(ledger.rows)} rows = ${n.format(ledger.entities)} entities + ${n.format(ledger.non_entities)} declared non-entities + ${n.format(ledger.findings)} findings ${ledger.balanced ? pc.green('(balanced)') : pc.red('(DOES NOT BALANCE)')}`,
    findings.length === 0
      ? 'findings: none'
      : `findings: ${findings.map(([code, count]) => `${n.format(count)} ${code}`).join(', ')}`,
    `case digest     ${result.digest}`,
    `content digest  ${result.content_digest}`,
    `ledger head     ${result.custody.entries} ${result.custody.head}`,
  ].join('\n')
}
