import { describe, expect, it } from 'vitest'
import { exporters } from '../../src/dissemination/exporters/index.ts'
import { samplePackage } from '../dissemination/package.ts'

const written = async (exporter: (typeof exporters)[number]): Promise<Buffer> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of exporter.write(samplePackage)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

describe.each(exporters.map((e) => [e.format, e] as const))('exporter %s', (_, exporter) => {
  it('says what it is', () => {
    expect(exporter.about).toMatch(/\w+ .*\.$/)
    expect(exporter.mediaType).toMatch(/^[a-z]+\/[a-z0-9.+-]+$/)
    expect(exporter.extension).toMatch(/^[a-z0-9.]+$/)
  })

  it('writes the same bytes for the same package', async () => {
    const first = await written(exporter)
    expect(first.length).toBeGreaterThan(200)
    expect((await written(exporter)).equals(first)).toBe(true)
  })
})
