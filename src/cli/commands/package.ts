import { copyFile, mkdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { defaultPolicy, type Policy } from '../../dissemination/dissemination.ts'
import { approveRelease, DisseminationError, proposeRelease, setPolicy } from '../../dissemination/releases.ts'
import { type CliCommand, type CommonOptions, clock, common, integer, print, withCase } from '../command.ts'

interface PackageFlags extends CommonOptions {
  readonly out?: string
  readonly handling?: string
  readonly marking?: string
  readonly bands?: string
  readonly detailed?: number
  readonly propose?: string
  readonly approve?: number
  readonly note?: string
}

interface Row {
  readonly package: string
  readonly recipient: string
  readonly subjects: number
  readonly handling: string
  readonly evaluation: string
  readonly json_path: string
  readonly json_sha256: string
  readonly pdf_path: string
  readonly pdf_sha256: string
}

/** Packages: list, copy out, policy, and the act of dissemination. */
export const packageCommand: CliCommand = {
  name: 'package',
  about:
    'List the packages, copy them out, set the policy they follow, and record that one was given to its recipient.',
  examples: [
    'holdfast package --case ./op-fern',
    'holdfast package EXERCISE-NL-001 --out ./to-send --case ./op-fern',
    'holdfast package --handling H1+H2 --marking TLP:AMBER+STRICT --bands very-high,high --case ./op-fern',
    'holdfast package EXERCISE-NL-001 --propose "SIENA 2026/118" --as "A. Examiner" --case ./op-fern',
    'holdfast package --approve 1 --as "B. Reviewer" --case ./op-fern',
  ],
  define: (command) =>
    common(command.argument('[package]', 'the package’s number'))
      .option('--out <dir>', 'copy the package’s files there')
      .option('--handling <code>', 'set the Europol handling code of packages (H0–H3, combined as H1+H2)')
      .option('--marking <label>', 'set the TLP 2.0 label of packages')
      .option('--bands <list>', 'set the risk bands that are sent, separated by commas')
      .option('--detailed <n>', 'set how many subjects a package describes in full', integer('--detailed', 1, 1000))
      .option('--propose <method>', 'propose that the package is given to its recipient, and how')
      .option(
        '--approve <release>',
        'approve a proposed release (another person than proposed it)',
        integer('--approve', 1, 1_000_000_000),
      )
      .option('--note <text>', 'a note with the release')
      .action((name: string | undefined, options: PackageFlags) =>
        withCase(options, async ({ open }) => {
          const { db } = open
          if (options.handling ?? options.marking ?? options.bands ?? options.detailed)
            return changePolicy(open, options)
          if (options.approve) {
            await approveRelease(db, options.approve, options.as, clock())
            return print(
              options,
              { release: options.approve, state: 'released' },
              () => `Release ${options.approve} is approved by ${options.as} and in the ledger.`,
            )
          }
          if (options.propose) {
            if (!name)
              throw new DisseminationError(
                'the release',
                'names no package',
                'holdfast package NUMBER --propose METHOD',
              )
            const release = await proposeRelease(db, {
              package: name,
              method: options.propose,
              note: options.note ?? null,
              by: options.as,
              at: clock(),
            })
            return print(
              options,
              { release, state: 'proposed' },
              () => `Release ${release} of ${name} is proposed; another person approves it with --approve ${release}.`,
            )
          }
          const { rows } = await db.query<Row>(
            `SELECT package, recipient, subjects, handling, evaluation, json_path, json_sha256, pdf_path, pdf_sha256 FROM dissemination.package WHERE $1::text IS NULL OR package = $1 ORDER BY package`,
            [name ?? null],
          )
          if (name && rows.length === 0)
            throw new DisseminationError(name, 'there is no such package', 'List them with: holdfast package')
          if (options.out) await copyOut(open.caseDir, resolve(options.out), rows)
          print(options, { packages: rows }, () =>
            rows.length === 0
              ? 'No package: no subject above the threshold has a country.'
              : rows
                  .map(
                    (p) =>
                      `${p.package}  ${p.recipient}, ${p.subjects} subjects, ${p.handling}, ${p.evaluation}\n  ${p.pdf_path}  ${p.pdf_sha256}\n  ${p.json_path}  ${p.json_sha256}`,
                  )
                  .join('\n'),
          )
        }),
      ),
}

async function changePolicy(
  open: { readonly db: Parameters<typeof setPolicy>[0] },
  options: PackageFlags,
): Promise<void> {
  const { rows } = await open.db.query<Policy>('SELECT handling, marking, bands, detailed FROM dissemination.policy')
  const present = rows[0] ?? defaultPolicy
  const policy: Policy = {
    handling: options.handling ?? present.handling,
    marking: options.marking ?? present.marking,
    bands: options.bands?.split(',').map((b) => b.trim()) ?? present.bands,
    detailed: options.detailed ?? present.detailed,
  }
  await setPolicy(open.db, policy, options.as, clock())
  print(
    options,
    policy,
    () =>
      `Packages carry ${policy.handling} and ${policy.marking}, bands ${policy.bands.join(', ')}. Give holdfast run to write them anew.`,
  )
}

async function copyOut(caseDir: string, out: string, rows: readonly Row[]): Promise<void> {
  await mkdir(out, { recursive: true })
  for (const row of rows)
    for (const path of [row.json_path, row.pdf_path]) await copyFile(join(caseDir, path), join(out, basename(path)))
}
