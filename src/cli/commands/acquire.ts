import { type Plan, planAcquisition } from '../../evidence/plan.ts'
import { type AcquireFlags, acquireAll, acquireFlags, failOnRefusal } from '../acquiring.ts'
import { type CliCommand, type CommonOptions, common, print, withCase } from '../command.ts'
import { type OperationOptions, operationFlags, settleOperation } from '../operation.ts'

type PlanFlags = CommonOptions & AcquireFlags & OperationOptions & { readonly plan?: boolean }

async function showPlan(paths: readonly string[], options: PlanFlags): Promise<void> {
  const plans: Plan[] = []
  for (const path of paths) plans.push(await planAcquisition(path, new AbortController().signal))
  print(options, { plans }, () => plans.map(planText).join('\n\n'))
}

function planText(plan: Plan): string {
  return [
    `${plan.path}: ${plan.kind === 'folder' ? `a folder of ${plan.files} files` : 'a file'}, ${plan.size} bytes`,
    ...plan.sources.map((s) => `  ${s.files} ${s.source} (${s.role}), ${s.size} bytes`),
    ...(plan.mail.messages > 0 ? [`  mail: ${plan.mail.exact ? '' : 'about '}${plan.mail.messages} messages`] : []),
    ...plan.databases.map((d) => `  ${directoryText(d)}`),
    ...plan.boards.map(
      (b) =>
        `  board: ${b.software} in ${b.root}, database ${b.database ?? 'unknown'}, tables ${b.prefix || 'without prefix'}`,
    ),
    ...plan.images.flatMap(imageText),
    ...plan.found.map((f) => `  ${f.role}: ${f.path} (${f.source}, ${f.size} bytes)`),
    ...plan.left_out.map((l) => `  left out: ${l.path} ${l.reason}`),
  ].join('\n')
}

function directoryText(d: Plan['databases'][number]): string {
  const kind = `${d.kind === 'mysql' ? 'MySQL or MariaDB' : 'PostgreSQL'}${d.version ? ` ${d.version}` : ''}`
  const named = d.databases.length > 0 ? `, databases ${d.databases.join(', ')}` : ''
  return `data directory: ${kind} in ${d.path || '.'}, ${d.files} files, ${d.size} bytes${named}`
}

function imageText(image: Plan['images'][number]): readonly string[] {
  return [
    `  image: ${image.path} (${image.source}): ${image.files} files, ${image.deleted} deleted`,
    ...image.volumes.map(
      (v) =>
        `    ${v.label || 'the whole'}: ${v.kind}${v.state === 'closed' ? ', encrypted' : ''}, ${v.size} bytes at ${v.at ?? 'several places'}`,
    ),
    ...image.sources.filter((s) => s.role !== 'other').map((s) => `    ${s.files} ${s.source} (${s.role})`),
    ...image.databases.map((d) => `    ${directoryText(d)}`),
    ...image.boards.map((b) => `    board: ${b.software}, configuration ${b.configuration}`),
    ...image.found.map(
      (f) => `    ${f.role}: ${f.path} (${f.source}, ${f.size} bytes${f.state === 'live' ? '' : `, ${f.state}`})`,
    ),
    ...(image.unlisted > 0 ? [`    and ${image.unlisted} more, not listed here`] : []),
    ...image.trouble.map((t) => `    ${t}`),
  ]
}

/** Makes forensic copies and records them. */
export const acquireCommand: CliCommand = {
  name: 'acquire',
  about:
    'Make forensic copies of seized items: hashed in one pass, compared with stated hashes, entered in the ledger.',
  examples: [
    'holdfast acquire server.sql --case ./op-fern --operation op-fern.json --number NL-2026-014/3 --custodian "Evidence store B"',
    'holdfast acquire server.sql.gz --case ./op-fern --sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'holdfast acquire ./server --case ./training --exercise --json',
    'holdfast acquire --plan ./server --json',
  ],
  define: (command) =>
    operationFlags(
      acquireFlags(common(command.argument('<paths...>', 'files, or folders with all that is in them'))).option(
        '--plan',
        'say what there is and what would be done with it, without acquiring anything',
      ),
    ).action(async (paths: string[], options: PlanFlags) => {
      if (options.plan) return showPlan(paths, options)
      await withCase({ ...options, create: true }, async (session) => {
        await settleOperation(session, options)
        const result = await acquireAll(session, paths, options)
        print(options, { exhibits: result.acquired, skipped: result.skipped, refused: result.refused }, () =>
          [
            ...result.acquired.map(
              (a) =>
                `${a.number}  ${a.path}\n  ${a.size} bytes${a.kind === 'folder' ? ` in ${a.files} files` : ''}${a.fresh ? '' : ' (already held)'}\n  MD5     ${a.md5}\n  SHA-1   ${a.sha1}\n  SHA-256 ${a.sha256}`,
            ),
            ...result.skipped.map((s) => `left out: ${s.path} ${s.reason}`),
          ].join('\n'),
        )
        failOnRefusal(result.refused)
      })
    }),
}
