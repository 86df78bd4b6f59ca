import { resolve } from 'node:path'
import { exportForum } from '../../forum/export.ts'
import { type CliCommand, type CommonOptions, common, print, withCase } from '../command.ts'

/** Writes what was rebuilt for other programs. */
export const exportCommand: CliCommand = {
  name: 'export',
  about: 'Write the rebuilt forum as JSON lines, one file per entity, sorted, each row with its provenance.',
  examples: [
    'holdfast export forum --case ./op-fern --out ./fern-forum',
    'holdfast export forum --case ./op-fern --out ./fern-forum --json',
  ],
  define: (command) =>
    common(command.argument('<what>', 'forum').requiredOption('--out <dir>', 'folder to write into')).action(
      async (what: string, options: CommonOptions & { readonly out: string }) => {
        if (what !== 'forum') throw new Error(`"${what}" cannot be exported; forum can`)
        await withCase(options, async ({ open }) => {
          const files = await exportForum(open.db, resolve(options.out))
          print(options, { out: resolve(options.out), files }, () =>
            Object.entries(files)
              .map(([name, rows]) => `${String(rows).padStart(10)} ${name}`)
              .join('\n'),
          )
        })
      },
    ),
}
