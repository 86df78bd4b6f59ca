#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { Command, CommanderError } from 'commander'
import type { CliCommand } from './command.ts'
import { commands } from './commands/index.ts'
import { explain } from './errors.ts'

// By default the heap may grow fourfold before it is cleared out; examiners' machines have other things to hold.
setFlagsFromString('--heap-growing-percent=50')

/** The program's version, as its package states it. */
export const version: string = JSON.parse(readFileSync(packageFile(), 'utf8')).version

/** Builds the command line; used by the program and by the reference pages. */
export function buildProgram(list: readonly CliCommand[] = commands): Command {
  const program = new Command('holdfast')
    .description('Turns the lawfully seized server of an online abuse network into evidence-backed intelligence.')
    .version(version)
    .showHelpAfterError('Run with --help to see what is understood.')
    .exitOverride()
  for (const { name, about, examples, define } of list) {
    const command = program.command(name).description(about).exitOverride()
    define(command)
    command.addHelpText('after', `\nExamples:\n${examples.map((e) => `  $ ${e}`).join('\n')}\n`)
  }
  program.addHelpText(
    'after',
    '\nExamples:\n  $ holdfast run dump.sql --case ./op-fern --operation op-fern.json\n  $ holdfast serve --case ./op-fern\n',
  )
  return program
}

function packageFile(): URL {
  const built = new URL('../../../package.json', import.meta.url)
  const source = new URL('../../package.json', import.meta.url)
  return import.meta.url.includes('/dist/') ? built : source
}

async function main(): Promise<void> {
  try {
    await buildProgram().parseAsync()
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode
    else {
      const told = explain(error)
      if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify({ error: told })}\n`)
      process.stderr.write(
        `holdfast: ${told.place ? `${told.place}: ` : ''}${told.reason}\n${told.next ? `  ${told.next}\n` : ''}`,
      )
      process.exitCode = 1
    }
  }
  // Handles that a failed start left behind must not keep the program alive.
  process.stdout.write('', () => process.exit())
}

if (process.argv[1] && /main\.(js|ts)$|holdfast(\.mjs)?$/.test(process.argv[1])) await main()
