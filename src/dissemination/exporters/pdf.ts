import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { NodeCompiler, PdfStandard } from '@myriaddreamin/typst-ts-node-compiler'
import { tlp } from '../codes.ts'
import type { Exporter, Package } from '../dissemination.ts'
import { fontCoverage, printable } from '../glyphs.ts'

const fonts = ['400Regular', '400Regular_Italic', '600SemiBold', '700Bold']

/** The package as PDF/A-2b, laid out by Typst: what people read and courts file. */
export const pdfExporter: Exporter = {
  format: 'pdf',
  about: 'A PDF/A-2b document with every statement numbered, evaluated and referenced.',
  mediaType: 'application/pdf',
  extension: 'pdf',
  write: async function* writePdf(pkg: Package) {
    yield compile(pkg)
  },
}

let ready: {
  readonly files: readonly string[]
  readonly covers: (code: number) => boolean
  readonly template: string
} | null = null

function setUp() {
  const folder = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans/package.json'))
  const files = fonts.map((f) => join(folder, f, `NotoSans_${f}.ttf`))
  // Source and built program lie at different depths; the template lies only in the source.
  const built = import.meta.url.includes('/dist/')
  const template = fileURLToPath(
    new URL(built ? '../../../../src/dissemination/exporters/package.typ' : './package.typ', import.meta.url),
  )
  ready ??= { files, covers: fontCoverage(readFileSync(files[0] ?? '')), template: readFileSync(template, 'utf8') }
  return ready
}

/** Compiles the template over the package's data; data enters as JSON, never as markup. */
function compile(pkg: Package): Buffer {
  const { files, covers, template } = setUp()
  const data = JSON.stringify(
    { ...pkg, colour: tlp[pkg.handling.marking] ?? '#FFFFFF', date: day(seconds(pkg.evidence_until)) },
    (_, v: unknown) => (typeof v === 'string' ? printable(v, covers) : v),
  )
  const compiler = NodeCompiler.create({ workspace: '/', fontArgs: [{ fontPaths: [...files] }], inputs: { data } })
  try {
    const made = compiler.compile({ mainFileContent: template })
    const document = made.result
    if (!document) {
      const error = made.takeError()
      throw new Error(
        `package ${pkg.package} could not be laid out: ${JSON.stringify(error?.shortDiagnostics ?? 'unknown')}`,
      )
    }
    return compiler.pdf(document, { pdfStandard: PdfStandard.A_2b, creationTimestamp: seconds(pkg.evidence_until) })
  } finally {
    compiler.evictCache(0)
  }
}

/** The document's own time is the evidence's, so that the same case gives the same bytes. */
function seconds(at: string | null): number {
  const time = at === null ? Number.NaN : Date.parse(at)
  return Number.isNaN(time) ? 0 : Math.floor(time / 1000)
}

function day(time: number): readonly [year: number, month: number, day: number] {
  const at = new Date(time * 1000)
  return [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()]
}
