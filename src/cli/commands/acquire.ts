import { type AcquireFlags, acquireAll, acquireFlags, failOnRefusal } from '../acquiring.ts'
import { type CliCommand, type CommonOptions, common, print, withCase } from '../command.ts'
import { type OperationOptions, operationFlags, settleOperation } from '../operation.ts'

/** Makes forensic copies and records them. */
export const acquireCommand: CliCommand = {
  name: 'acquire',
  about:
    'Make forensic copies of seized items: hashed in one pass, compared with stated hashes, entered in the ledger.',
  examples: [
    'holdfast acquire server.sql --case ./op-fern --operation op-fern.json --number NL-2026-014/3 --custodian "Evidence store B"',
    'holdfast acquire server.sql.gz --case ./op-fern --sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'holdfast acquire ./dumps --case ./training --exercise --json',
  ],
  define: (command) =>
    operationFlags(
      acquireFlags(common(command.argument('<paths...>', 'files, or folders to look for readable files in'))),
    ).action(async (paths: string[], options: CommonOptions & AcquireFlags & OperationOptions) => {
      await withCase({ ...options, create: true }, async (session) => {
        await settleOperation(session, options)
        const result = await acquireAll(session, paths, options)
        print(options, { exhibits: result.acquired, skipped: result.skipped, refused: result.refused }, () =>
          [
            ...result.acquired.map(
              (a) =>
                `${a.number}  ${a.path}\n  ${a.size} bytes${a.fresh ? '' : ' (already held)'}\n  MD5     ${a.md5}\n  SHA-1   ${a.sha1}\n  SHA-256 ${a.sha256}`,
            ),
            ...result.skipped.map((s) => `not acquired: ${s.path}: ${s.reason}`),
          ].join('\n'),
        )
        failOnRefusal(result.refused)
      })
    }),
}
