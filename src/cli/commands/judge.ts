import { appendCustody, inTransaction } from '../../db/custody.ts'
import { judge, withdraw } from '../../identity/queries.ts'
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
          const at = clock()
          const signed = { reason: options.reason, by: options.as, at }
          const named = verdicts.find((v) => v === verdict)
          if (options.withdraw === undefined && (!a || !b || !named))
            throw new Error(`a judgement names two accounts and one of ${verdicts.join(', ')}`)
          const judgement = await inTransaction(db, async () => {
            const id =
              options.withdraw !== undefined
                ? await withdraw(db, { judgement: options.withdraw, ...signed })
                : await judge(db, { a: a ?? '', b: b ?? '', verdict: named ?? 'unsure', ...signed })
            const detail =
              options.withdraw !== undefined
                ? { judgement: id, withdraws: options.withdraw, reason: options.reason }
                : { judgement: id, a, b, verdict: named, reason: options.reason }
            await appendCustody(db, {
              at: at.toISOString(),
              actor: options.as,
              action: 'judge',
              subject: String(id),
              detail,
            })
            return id
          })
          print(
            options,
            { judgement },
            () => `Judgement ${judgement} is recorded. Give holdfast run to form the subjects anew.`,
          )
        }),
      ),
}
