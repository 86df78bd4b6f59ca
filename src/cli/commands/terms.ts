import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { importTerms } from '../../risk/queries.ts'
import { type CliCommand, type CommonOptions, clock, common, print, withCase } from '../command.ts'

/** The agency's own term lists. */
export const termsCommand: CliCommand = {
  name: 'terms',
  about: 'Load a term list of the agency’s own (term, category, weight); the program ships none. The next run uses it.',
  examples: [
    'holdfast terms our-terms.csv --case ./op-fern',
    'holdfast terms our-terms.csv --list station-north --case ./op-fern --json',
  ],
  define: (command) =>
    common(command.argument('<file>', 'CSV, TSV or one term a line'))
      .option('--list <name>', 'the list’s name; the file’s name otherwise')
      .action((file: string, options: CommonOptions & { readonly list?: string }) =>
        withCase(options, async ({ open }) => {
          const list = options.list ?? basename(file).replace(/\.[^.]+$/, '')
          const result = await importTerms(open.db, {
            list,
            text: await readFile(file, 'utf8'),
            by: options.as,
            at: clock(),
          })
          print(options, result, () => `${JSON.stringify(result)} in list ${list}. Give holdfast run to assess anew.`)
        }),
      ),
}
