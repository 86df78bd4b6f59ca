import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { tlp } from '../codes.ts'
import type { Exporter, Package } from '../dissemination.ts'
import { fontCoverage, printable } from '../glyphs.ts'
import { type Layout, openLayout } from '../layout.ts'

const fonts = ['400Regular', '400Regular_Italic', '600SemiBold', '700Bold']

/** The package as PDF/A-2b, laid out by Typst: what people read and courts file. */
export const pdfExporter: Exporter = {
  format: 'pdf',
  about: 'A PDF/A-2b document with every statement numbered, evaluated and referenced.',
  mediaType: 'application/pdf',
  extension: 'pdf',
  write: async function* writePdf(pkg: Package) {
    yield await compile(pkg)
  },
  close: async () => {
    const layout = ready?.layout
    ready = null
    await layout?.close()
  },
}

interface Ready {
  readonly covers: (code: number) => boolean
  readonly layout: Layout
}

let ready: Ready | null = null

function setUp(): Ready {
  if (ready) return ready
  const folder = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans/package.json'))
  const files = fonts.map((f) => join(folder, f, `NotoSans_${f}.ttf`))
  // Source and built program lie at different depths; the template lies only in the source.
  const built = import.meta.url.includes('/dist/')
  const template = fileURLToPath(
    new URL(built ? '../../../../src/dissemination/exporters/package.typ' : './package.typ', import.meta.url),
  )
  ready = {
    covers: fontCoverage(readFileSync(files[0] ?? '')),
    layout: openLayout({ fonts: files, template: readFileSync(template, 'utf8') }),
  }
  return ready
}

/** Lays the template out over the package's data; data enters as JSON, never as markup. */
async function compile(pkg: Package): Promise<Uint8Array> {
  const { covers, layout } = setUp()
  const time = seconds(pkg.evidence_until)
  const data = JSON.stringify(
    { ...pkg, colour: tlp[pkg.handling.marking] ?? '#FFFFFF', date: day(time) },
    (_, v: unknown) => (typeof v === 'string' ? printable(v, covers) : v),
  )
  try {
    return await layout.pdf(data, time)
  } catch (error) {
    throw new Error(`package ${pkg.package} could not be laid out: ${error instanceof Error ? error.message : error}`)
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
