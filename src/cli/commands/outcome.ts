import {
  type OutcomeKind,
  outcomeKinds,
  outcomesHeadline,
  recordOutcome,
  withdrawOutcome,
} from '../../outcomes/outcomes.ts'
import { type CliCommand, type CommonOptions, clock, common, integer, print, withCase } from '../command.ts'

interface OutcomeFlags extends CommonOptions {
  readonly subject?: string
  readonly nominalRef?: string
  readonly country?: string
  readonly on?: string
  readonly note?: string
  readonly withdraw?: number
  readonly reason?: string
}

/** What recipients report, and the figures. */
export const outcomeCommand: CliCommand = {
  name: 'outcome',
  about: 'Record what a recipient reports came of a package, or show the figures, each person counted once.',
  examples: [
    'holdfast outcome --case ./op-fern',
    'holdfast outcome EXERCISE-NL-001 arrest --subject subject:1:42 --nominal-ref NL-4471 --on 2026-11-02 --case ./op-fern',
    'holdfast outcome --withdraw 3 --reason "reported twice" --case ./op-fern',
  ],
  define: (command) =>
    common(command.argument('[package]', 'the package').argument('[kind]', outcomeKinds.join(', ')))
      .option('--subject <id>', 'the subject it concerns')
      .option('--nominal-ref <text>', 'the person in the recipient’s own system')
      .option('--country <code>', 'where it happened; the package’s country otherwise')
      .option('--on <date>', 'when it happened, YYYY-MM-DD')
      .option('--note <text>', 'a note')
      .option('--withdraw <outcome>', 'take an outcome back', integer('--withdraw', 1, 1_000_000_000))
      .option('--reason <text>', 'why it is taken back')
      .action((pkg: string | undefined, kind: string | undefined, options: OutcomeFlags) =>
        withCase(options, async ({ open: { db } }) => {
          if (options.withdraw) {
            if (!options.reason) throw new Error('an outcome is taken back only with --reason')
            await withdrawOutcome(db, options.withdraw, options.reason, options.as, clock())
          } else if (pkg) {
            await recordOutcome(
              db,
              {
                package: pkg,
                kind: kind as OutcomeKind,
                subject: options.subject ?? null,
                nominal_ref: options.nominalRef ?? null,
                country: options.country ?? null,
                happened_on: options.on ?? null,
                note: options.note ?? null,
              },
              options.as,
              clock(),
            )
          }
          const figures = await outcomesHeadline(db)
          const line = (name: string, counts: Readonly<Record<OutcomeKind, number>>): string =>
            `${name.padEnd(8)} ${outcomeKinds.map((k) => `${String(counts[k]).padStart(5)} ${k}`).join('  ')}`
          print(options, figures, () =>
            [line('all', figures.total), ...figures.by_country.map((c) => line(c.country, c.counts))].join('\n'),
          )
        }),
      ),
}
