import { decide, undecide, verdicts } from '../../api/deeds.ts'
import { type CliCommand, type CommonOptions, clock, common, integer, print, withCase } from '../command.ts'

interface DecideFlags extends CommonOptions {
  readonly reason: string
  readonly withdraw?: number
}

const words = verdicts.map((v) => v.verdict)

/** What a person rules on a subject. */
export const decideCommand: CliCommand = {
  name: 'decide',
  about: 'Record what you rule on a subject, with the reason; the assessment stays as the machine made it.',
  examples: [
    'holdfast decide subject:1:42 disseminate --reason "verified against the log of 3 May" --case ./op-fern',
    'holdfast decide --withdraw 2 --reason "entered for the wrong subject" --case ./op-fern',
  ],
  define: (command) =>
    common(command.argument('[subject]', 'subject:SITE:MEMBER').argument('[verdict]', words.join(', ')))
      .requiredOption('--reason <text>', 'why')
      .option('--withdraw <decision>', 'take a decision back', integer('--withdraw', 1, 1_000_000_000))
      .action((subject: string | undefined, verdict: string | undefined, options: DecideFlags) =>
        withCase(options, async ({ open: { db } }) => {
          const actor = { by: options.as, at: clock() }
          const named = words.find((w) => w === verdict)
          if (options.withdraw === undefined && (!subject || !named))
            throw new Error(`a decision names a subject and one of: ${words.join(', ')}`)
          const decision =
            options.withdraw !== undefined
              ? await undecide(db, options.withdraw, options.reason, actor)
              : await decide(db, subject ?? '', { verdict: named ?? 'hold', reason: options.reason }, actor)
          print(options, { decision }, () => `Decision ${decision} is recorded and in the ledger.`)
        }),
      ),
}
