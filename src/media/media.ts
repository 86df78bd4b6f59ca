import type { HashName, SetKind } from '../model/verdict.ts'

/** One file that a set lists, as one line, record or row of the set says it. */
export interface Entry {
  readonly line: number
  readonly hashes: Readonly<Partial<Record<HashName, Buffer>>>
  readonly size: number | null
  /** The category as the set's file writes it; null where it has none. */
  readonly code: string | null
}

/** Where a reader of sets puts what it finds. */
export interface SetSink {
  readonly entry: (entry: Entry) => void
  /** Something that could not be read as it should be; `taken` where the rest of the line was. */
  readonly remark: (line: number, why: string, taken?: boolean) => void
  /** Whose codes the categories are, where the file says it. */
  readonly scheme: (name: string) => void
  /** Waits until what was put here is stored; readers call it after each piece of their input. */
  readonly drained: () => Promise<void>
}

/** A form in which hash sets are handed on. `read` gets the file from its first byte, unpacked. */
export interface SetFormat {
  readonly name: string
  readonly about: string
  /** By content, never by name: `head` is the beginning of the file. */
  readonly detect: (head: Buffer) => boolean
  readonly read: (bytes: AsyncIterable<Uint8Array>, sink: SetSink) => Promise<void>
}

/** A set as it is listed. */
export interface LoadedSet {
  readonly hashSet: number
  readonly name: string
  readonly kind: SetKind
  readonly source: string
  readonly scheme: string | null
  readonly format: string
  readonly fileName: string
  readonly fileSha256: string
  readonly fileSize: number
  readonly entries: number
  readonly md5s: number
  readonly sha1s: number
  readonly sha256s: number
  readonly remarks: number
  readonly loadedBy: string
  readonly loadedAt: string
  readonly removedBy: string | null
  readonly removedAt: string | null
  readonly removedWhy: string | null
  readonly categories: readonly { readonly code: string; readonly label: string | null; readonly entries: number }[]
  /** Files of the evidence, and attachments without their file, that are in it. */
  readonly files: number
  readonly attachments: number
  /** True where everything of the case was compared with it. */
  readonly compared: boolean
}
