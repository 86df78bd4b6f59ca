import pc from 'picocolors'
import { EvidenceError } from '../../evidence/evidence.ts'
import { traceToBytes } from '../../trace/bytes.ts'
import type { Trace } from '../../trace/trace.ts'
import { traceable } from '../../trace/walk.ts'
import { type CliCommand, type CommonOptions, clock, common, print, withCase } from '../command.ts'

function say(trace: Trace): string {
  const depth = new Map<string, number>()
  const lines = trace.steps.map((s) => {
    const level = s.parent === null ? 0 : (depth.get(s.parent) ?? 0) + 1
    depth.set(s.id, level)
    return `${'  '.repeat(level)}${pc.dim(s.kind)} ${s.sentence}  ${pc.dim(s.id)}`
  })
  for (const b of trace.bytes) {
    lines.push('', `${pc.bold(b.exhibit.number)} ${b.path}, offset ${b.offset}, length ${b.length}  ${pc.dim(b.step)}`)
    lines.push(
      b.matches
        ? pc.green(`matches: the exhibit was read again at ${b.verifiedAt}, SHA-256 ${b.exhibit.sha256}`)
        : pc.red(`DOES NOT MATCH: ${b.reason}`),
    )
    for (const line of b.lines.slice(0, 24))
      lines.push(`${line.offset.toString(16).padStart(10, '0')}  ${line.hex.padEnd(47)}  ${line.text}`)
    if (b.lines.length > 24) lines.push(pc.dim(`… ${b.length - 24 * 16} more bytes`))
    if (b.masked > 0) lines.push(pc.yellow(`${b.masked} bytes of secrets are masked`))
  }
  if (trace.truncated) lines.push('', pc.dim('The chain holds more sightings than are shown.'))
  return lines.join('\n')
}

/** Walks an id to its bytes. */
export const traceCommand: CliCommand = {
  name: 'trace',
  about:
    'Walk any sighting, link, factor or package statement to the bytes it rests on, read them again and say whether they still match.',
  examples: [
    'holdfast trace sighting:1:post:4711:0 --case ./op-fern',
    'holdfast trace statement:EXERCISE-NL-001:12 --case ./op-fern',
    'holdfast trace link:1:42:2:7 --case ./op-fern --json',
  ],
  define: (command) =>
    common(command.argument('<id>', 'what to trace')).action(async (id: string, options: CommonOptions) => {
      await withCase(options, async ({ open }) => {
        const trace = await traceToBytes(open.db, open.caseDir, id, clock)
        if (!trace)
          throw new EvidenceError(
            id,
            'there is no such thing in this case',
            `An id begins with one of: ${traceable.join(', ')}.`,
          )
        print(options, trace, () => say(trace))
        if (trace.bytes.some((b) => !b.matches)) process.exitCode = 1
      })
    }),
}
