import { spawn } from 'node:child_process'
import { serve } from '../../api/serve.ts'
import { type CliCommand, type CommonOptions, common, integer, print, type Session, withCase } from '../command.ts'

interface ServeFlags extends CommonOptions {
  readonly port?: number
  readonly also?: readonly string[]
  readonly open?: boolean
}

/** Serves the workbench until the signal, printing the address each person opens it with. */
export async function serveUntilStopped({ open, view, signal }: Session, options: ServeFlags): Promise<void> {
  const server = await serve({
    store: open.store,
    caseDir: open.caseDir,
    as: options.as,
    ...(options.port ? { port: options.port } : {}),
    onProgress: view.say,
  })
  const openers = [
    { person: options.as, url: server.url },
    ...(options.also ?? []).map((person) => ({ person, url: server.invite(person) })),
  ]
  try {
    view.stop()
    print(options, { url: server.url, openers: openers }, () =>
      [
        '',
        ...openers.map((o) => `Open the workbench as ${o.person}:  ${o.url}`),
        'Each address works once, on this machine only. Ctrl-C stops.',
      ].join('\n'),
    )
    if (options.open && openers[0])
      spawn('xdg-open', [openers[0].url], { stdio: 'ignore', detached: true })
        .on('error', () => undefined)
        .unref()
    await new Promise<void>((resolve) =>
      signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true }),
    )
  } finally {
    await server.close()
    await open.flush()
  }
}

/** Opens the workbench over a case. */
export const serveCommand: CliCommand = {
  name: 'serve',
  about: 'Serve the workbench on 127.0.0.1 only, opened by a one-time address.',
  examples: [
    'holdfast serve --case ./op-fern',
    'holdfast serve --case ./op-fern --as "A. Examiner" --also "B. Reviewer" --port 8017',
  ],
  define: (command) =>
    common(command)
      .option('--port <n>', 'port; any free one otherwise', integer('--port', 1, 65535))
      .option('--also <name...>', 'others who work on this machine, each with an address of their own')
      .option('--open', 'open the browser')
      .action((options: ServeFlags) => withCase(options, (session) => serveUntilStopped(session, options))),
}
