/** Writes docs/reference and the generated regions of the README from the registries; --check only compares. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { endpoints } from '../src/api/contract.ts'
import { kinds } from '../src/artefacts/kinds/index.ts'
import { commands } from '../src/cli/commands/index.ts'
import { buildProgram } from '../src/cli/main.ts'
import { exporters } from '../src/dissemination/exporters/index.ts'
import { sources } from '../src/evidence/sources/index.ts'
import { engines } from '../src/forum/engines/index.ts'
import { comparisons } from '../src/identity/comparisons/index.ts'
import { signalKinds } from '../src/jurisdiction/signals/index.ts'
import { stages } from '../src/pipeline.ts'
import { factors } from '../src/risk/factors/index.ts'
import { hashSchemes } from '../src/unlock/schemes/index.ts'

const root = resolve(import.meta.dirname, '..')
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [
    `| ${heads.join(' | ')} |`,
    `|${heads.map(() => '---').join('|')}|`,
    ...rows.map((r) => `| ${r.map(cell).join(' | ')} |`),
  ].join('\n')
const shelf = (rows: readonly { readonly name: string; readonly about: string }[]): string =>
  table(
    ['name', 'about'],
    rows.map((r) => [`\`${r.name}\``, r.about]),
  )

const engineRows = engines.map((e) => [e.name, e.versions, e.about])

function cli(): string {
  process.stdout.columns = 100
  const program = buildProgram(commands)
  return program.commands
    .map(
      (c) =>
        `## holdfast ${c.name()}\n\n\`\`\`\n${c
          .configureOutput({ getOutHasColors: () => false })
          .helpInformation({ error: false })
          .trim()
          .replaceAll(/\(default: "[^"]*"\)/g, (d) =>
            d.includes('"case"') || d.includes('"S"') ? d : '(default: the signed-in user)',
          )}\n\`\`\`\n\n${commands
          .find((k) => k.name === c.name())
          ?.examples.map((e) => `    ${e}`)
          .join('\n')}`,
    )
    .join('\n\n')
}

function limitations(): string {
  const folder = join(root, 'src')
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((f) => f.endsWith('LIMITATIONS.md'))
    .sort()
    .map((f) => readFileSync(join(folder, f), 'utf8').replace(/^# /, '## ').trim())
    .join('\n\n')
}

const pages: Readonly<Record<string, string>> = {
  'cli.md': `# Command line\n\n${cli()}`,
  'stages.md': `# Stages\n\n${table(
    ['stage', 'over each', 'about', 'reads', 'writes'],
    stages.map((s) => [`\`${s.name}\``, s.scope, s.about, s.reads.join(', '), s.writes.join(', ')]),
  )}`,
  'sources.md': `# Evidence sources\n\n${shelf(sources)}`,
  'engines.md': `# Forum engines\n\n${table(['engine', 'versions', 'about'], engineRows)}`,
  'limitations.md': `# Limitations\n\nWhat is not read, source by source and engine by engine.\n\n${limitations()}`,
  'kinds.md': `# Artefact kinds\n\n${table(
    ['kind', 'about', 'pivot', 'examples'],
    kinds.map((k) => [
      `\`${k.name}\``,
      k.about,
      k.pivot ? 'yes' : 'no',
      k.examples.yes
        .slice(0, 2)
        .map(([raw, value]) => `\`${raw}\` → \`${value}\``)
        .join(', '),
    ]),
  )}`,
  'comparisons.md': `# Comparisons\n\n${shelf(comparisons)}`,
  'schemes.md': `# Password schemes\n\n${table(
    ['scheme', 'hashcat', 'about'],
    hashSchemes.map((s) => [
      `\`${s.name}\``,
      s.hashcat === null ? '' : `${s.hashcat.mode}${s.hashcat.since ? ` (${s.hashcat.since} or later)` : ''}`,
      s.about,
    ]),
  )}`,
  'signals.md': `# Signals of place\n\n${shelf(signalKinds)}`,
  'factors.md': `# Risk factors\n\n${table(
    ['factor', 'definition', 'at most'],
    factors.map((f) => [`\`${f.name}\``, f.about, String(f.maxPoints)]),
  )}`,
  'exporters.md': `# Exporters\n\n${table(
    ['format', 'about', 'media type'],
    exporters.map((e) => [`\`${e.format}\``, e.about, e.mediaType]),
  )}`,
  'api.md': `# API\n\nServed on 127.0.0.1 to the workbench only.\n\n${table(
    ['method', 'path', 'about'],
    Object.values(endpoints).map((e) => [e.method, `\`${e.path}\``, e.about]),
  )}`,
}

function region(text: string, name: string, content: string): string {
  return text.replace(
    new RegExp(`(<!-- generated: ${name} -->\n)[\\s\\S]*?(<!-- end -->)`),
    (_, open: string, close: string) => `${open}${content}\n${close}`,
  )
}

const files: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(pages).map(([name, text]) => [
      join('docs', 'reference', name),
      `<!-- Written by npm run docs; do not edit. -->\n\n${text}\n`,
    ]),
  ),
  'README.md': region(
    readFileSync(join(root, 'README.md'), 'utf8'),
    'engines',
    table(['engine', 'versions', 'about'], engineRows),
  ),
}

const stale = Object.entries(files).filter(
  ([path, text]) => !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== text,
)
if (process.argv.includes('--check')) {
  for (const [path] of stale) console.error(`${path} is not what the code says; run npm run docs`)
  process.exitCode = stale.length > 0 ? 1 : 0
} else {
  mkdirSync(join(root, 'docs', 'reference'), { recursive: true })
  for (const [path, text] of stale) writeFileSync(join(root, path), text)
  console.log(`${stale.length} pages written`)
}
