import type { Exporter, Package } from '../dissemination.ts'

/** The package as one JSON document: what machines of the recipient read. */
export const jsonExporter: Exporter = {
  format: 'json',
  about: 'One JSON document with every statement, its sightings and where they lie in evidence.',
  mediaType: 'application/json',
  extension: 'json',
  write: async function* writeJson(pkg: Package) {
    yield Buffer.from(`${JSON.stringify({ format: 'holdfast-package', version: 1, ...pkg }, null, 1)}\n`)
  },
}
