import { declareLogFormat } from '../../evidence/weblog/declarations.ts'
import { type CliCommand, type CommonOptions, clock, common, print, withCase } from '../command.ts'

/** The format of logs that only the server's configuration tells. */
export const logFormatCommand: CliCommand = {
  name: 'log-format',
  about:
    'Declare the format of web-server logs that their lines do not tell: Apache’s LogFormat or nginx’s log_format, copied from the server’s configuration. The next run reads them.',
  examples: [
    `holdfast log-format '$remote_addr|$time_iso8601|$request|$status' --case ./op-fern`,
    `holdfast log-format 'LogFormat "%h %v %t %r %s" own' --files 'shop-access*' --case ./op-fern`,
  ],
  define: (command) =>
    common(command.argument('<format>', 'the format, or the whole line of the configuration'))
      .option('--files <names>', 'names or paths of the logs it holds for, * for any characters', '*')
      .action((format: string, options: CommonOptions & { readonly files: string }) =>
        withCase(options, async ({ open }) => {
          const declared = { files: options.files, format }
          await declareLogFormat(open.db, declared, options.as, clock())
          print(options, declared, () => `Logs named ${options.files} are read as ${format}. Give holdfast run.`)
        }),
      ),
}
