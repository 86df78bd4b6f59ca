import { resolve } from 'node:path'
import pc from 'picocolors'
import { verifyCase } from '../../evidence/verify.ts'
import { verifyStore } from '../../verify-store.ts'
import { type CliCommand, type CommonOptions, common, print, withCase } from '../command.ts'
import { progressView, silent } from '../progress.ts'

/** Shows that a case is as it was recorded. */
export const verifyCommand: CliCommand = {
  name: 'verify',
  about:
    'Verify a case from its folder alone: the ledger’s chain, every exhibit and package read again, and with --store the database too.',
  examples: [
    'holdfast verify --case ./op-fern',
    'holdfast verify --case ./op-fern --store',
    'holdfast verify --case ./op-fern --json',
  ],
  define: (command) =>
    common(command)
      .option('--store', 'also compare the database with the ledger and the digest of its last run')
      .action(async (options: CommonOptions & { readonly store?: boolean }) => {
        const view = options.json ? silent : progressView(process.stderr, () => performance.now())
        const folder = await verifyCase(resolve(options.case), (path, done, total) =>
          view.update('verify', path, done, total, 'bytes'),
        )
        view.stop()
        const store = options.store ? await withCase(options, ({ open }) => verifyStore(open)) : null
        const faults = [...folder.faults, ...(store?.faults ?? [])]
        const result = { ...folder, ok: faults.length === 0, faults, store: store?.checked ?? null }
        print(options, result, () =>
          [
            `ledger: ${result.entries} entries, ends at ${result.head.seq} ${result.head.hash}`,
            ...result.files.map(
              (f) =>
                `${f.state === 'as recorded' ? pc.green('✓') : pc.red('✗')} ${f.role} ${f.name}: ${f.state}  ${f.sha256}  ${f.path}`,
            ),
            `signed heads: ${result.strength.heads}, proofs: ${result.strength.proofs}, time stamps: ${result.strength.stamps}`,
            ...(store ? store.checked.map((c) => `${pc.green('✓')} ${c}`) : []),
            ...faults.map((f) => pc.red(`✗ ${f.place}: ${f.what}`)),
            result.ok
              ? pc.green('Everything is as it was recorded.')
              : pc.red(`${faults.length} ${faults.length === 1 ? 'thing is' : 'things are'} not as recorded.`),
          ].join('\n'),
        )
        if (!result.ok) process.exitCode = 1
      }),
}
