import type { Exporter } from '../dissemination.ts'
import { jsonExporter } from './json.ts'
import { pdfExporter } from './pdf.ts'

export { jsonExporter }

/** The formats a package is written in, in the order people expect them. */
export const exporters: readonly Exporter[] = [pdfExporter, jsonExporter]
