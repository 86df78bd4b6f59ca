import type { FileKind } from '../kind.ts'

/** The script that pg_dump puts beside the rows of its tar format: it says what the list of contents says. */
export const pgScript: FileKind = {
  name: 'pg-dump-script',
  about: 'restore.sql of dumps in the tar format, which repeats their list of contents',
  role: 'other',
  detect: (first) =>
    Buffer.from(first.subarray(0, 4096)).includes('-- File paths need to be edited. Search for $$PATH$$ and'),
}
