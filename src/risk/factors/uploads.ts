import { absent, count, type Factor, present, unknown } from '../risk.ts'

/** Files brought to the board. */
export const uploads: Factor = {
  name: 'uploads',
  about:
    'Uploaded files: 3 points for one, and 4 for each further power of ten, 12 at most. Says nothing of what they hold.',
  example: 'Uploaded 12 files.',
  maxPoints: 12,
  weigh: ({ uploads: files }) => {
    if (files === null) return unknown('whether files were uploaded is not known')
    if (files.count === 0) return absent('uploaded no file')
    return present(
      Math.min(12, 3 + 4 * Math.log10(files.count)),
      `uploaded ${count(files.count, 'file')}`,
      files.because,
    )
  },
}
