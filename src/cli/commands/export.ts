import { resolve } from 'node:path'
import { caseMarking } from '../../api/marking.ts'
import { prepareReading } from '../../api/reading.ts'
import { exportSite } from '../../api/site/export.ts'
import { appendCustody, inTransaction } from '../../db/custody.ts'
import { exportForum } from '../../forum/export.ts'
import { type CliCommand, type CommonOptions, clock, common, integer, print, withCase } from '../command.ts'

interface ExportFlags extends CommonOptions {
  readonly out: string
  readonly asOf?: string
  readonly site?: number
  readonly messages?: boolean
}

/** A day that exists, refused with the flag's name otherwise. */
function day(text: string): string {
  const at = new Date(`${text}T00:00:00Z`)
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== text)
    throw new Error(`--as-of is "${text}"; it must be a day such as 2024-03-01`)
  return text
}

/** Writes what was rebuilt for other programs, or as pages that need none. */
export const exportCommand: CliCommand = {
  name: 'export',
  about:
    'Write what was rebuilt: “forum” as JSON lines, one file per entity, each row with its provenance; “site” as static HTML that opens from a disc, each item with the bytes it rests on.',
  examples: [
    'holdfast export forum --case ./op-fern --out ./fern-forum',
    'holdfast export forum --case ./op-fern --out ./fern-forum --json',
    'holdfast export site --case ./op-fern --out ./fern-pages',
    'holdfast export site --case ./op-fern --out ./fern-pages --as-of 2024-03-01 --site 1 --messages',
  ],
  define: (command) =>
    common(command.argument('<what>', 'forum or site').requiredOption('--out <dir>', 'folder to write into'))
      .option('--as-of <day>', 'site: the board as it stood at the end of a day (UTC)', day)
      .option('--site <n>', 'site: one board by its number; all of them otherwise', integer('--site', 0, 2 ** 31 - 1))
      .option('--messages', 'site: private messages too')
      .action((what: string, options: ExportFlags) => {
        if (what === 'forum') return writeForum(options)
        if (what === 'site') return writeSite(options)
        throw new Error(`"${what}" cannot be exported; forum and site can`)
      }),
}

async function writeForum(options: ExportFlags): Promise<void> {
  await withCase(options, async ({ open }) => {
    const files = await exportForum(open.db, resolve(options.out))
    print(options, { out: resolve(options.out), files }, () =>
      Object.entries(files)
        .map(([name, rows]) => `${String(rows).padStart(10)} ${name}`)
        .join('\n'),
    )
  })
}

async function writeSite(options: ExportFlags): Promise<void> {
  const out = resolve(options.out)
  await withCase(options, async ({ open, view, signal }) => {
    await prepareReading(open.db, { onProgress: view.say })
    const started = performance.now()
    const written = await exportSite({
      db: open.store.pool,
      caseDir: open.caseDir,
      outDir: out,
      ...(options.site === undefined ? {} : { site: options.site }),
      ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
      messages: options.messages === true,
      marking: caseMarking,
      signal,
      onStep: (done, total) => view.update('export', 'the boards as pages', done, total, 'topics and members'),
    })
    view.finish(
      'export',
      'the boards as pages',
      written.files,
      (performance.now() - started) / 1000,
      undefined,
      'pages',
    )
    await inTransaction(open.db, () =>
      appendCustody(open.db, {
        at: clock().toISOString(),
        actor: options.as,
        action: 'export-site',
        subject: 'boards',
        detail: {
          files: written.files,
          manifest: written.manifest,
          asOf: options.asOf ?? null,
          site: options.site ?? null,
          messages: options.messages === true,
        },
      }),
    )
    await open.flush()
    print(options, { out, ...written }, () =>
      [
        `${written.files} pages of ${written.sites} boards, ${(written.bytes / 1e6).toFixed(1)} MB: open ${out}/index.html`,
        `SHA-256 of the list of pages (SHA256SUMS): ${written.manifest}`,
      ].join('\n'),
    )
  })
}
