import { judge, unjudge } from '../../api/deeds.ts'
import { type CliCommand, type CommonOptions, clock, common, integer, print, withCase } from '../command.ts'

interface JudgeFlags extends CommonOptions {
  readonly reason: string
  readonly withdraw?: number
}

const verdicts = ['positive', 'negative', 'unsure'] as const

/** What a person rules on two accounts. */
export const judgeCommand: CliCommand = {
  name: 'judge',
  about:
    'Rule that two accounts are, are not, or may be one person; it overrides the computed links until it is withdrawn.',
  examples: [
    'holdfast judge persona:1:42 persona:2:7 negative --reason "seen together at the fair" --case ./op-fern',
    'holdfast judge --withdraw 3 --reason "the photograph was of someone else" --case ./op-fern',
  ],
  define: (command) =>
    common(
      command
        .argument('[a]', 'an account, persona:SITE:MEMBER')
        .argument('[b]', 'another')
        .argument('[verdict]', verdicts.join(', ')),
    )
      .requiredOption('--reason <text>', 'why')
      .option('--withdraw <judgement>', 'take a judgement back', integer('--withdraw', 1, 1_000_000_000))
      .action((a: string | undefined, b: string | undefined, verdict: string | undefined, options: JudgeFlags) =>
        withCase(options, async ({ open: { db } }) => {
          const actor = { by: options.as, at: clock() }
          const named = verdicts.find((v) => v === verdict)
          if (options.withdraw === undefined && (!a || !b || !named))
            throw new Error(`a judgement names two accounts and one of ${verdicts.join(', ')}`)
          const judgement =
            options.withdraw !== undefined
              ? await unjudge(db, options.withdraw, options.reason, actor)
              : await judge(db, { a: a ?? '', b: b ?? '', verdict: named ?? 'unsure', reason: options.reason }, actor)
          print(
            options,
            { judgement },
            () => `Judgement ${judgement} is recorded. Give holdfast run to form the subjects anew.`,
          )
        }),
      ),
}
