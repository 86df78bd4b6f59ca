import type { Peek } from './peek.ts'

/** A key of the keyring with its value, for as long as it is being tried. */
export interface TriedKey {
  readonly key: number
  readonly kind: 'passphrase' | 'private-key' | 'key-file'
  readonly form: string
  readonly value: string
  readonly identifiers: readonly string[]
}

/** A closed thing to be opened: the file it lies in, or the bytes of a text. */
export interface OpenInput {
  readonly place: string
  readonly peek: Pick<Peek, 'size' | 'read'>
  readonly form: string
  readonly detail: Readonly<Record<string, unknown>>
  readonly offset: number
  readonly length: number
  readonly signal: AbortSignal
  /** How long another program may work on it. */
  readonly seconds: number
  /** Passphrases of the keyring: private keys may themselves be closed. */
  readonly passphrases: readonly TriedKey[]
}

/** A file that came out. Its bytes are to be taken before the next is asked for; taking them may fail with `failed`. */
export interface OpenedEntry {
  /** The name that the container has for it, as bytes. */
  readonly name: Buffer
  /** True for an entry that the container listed as closed: it hangs below that entry. */
  readonly listed: boolean
  readonly modifiedAt: Date | null
  readonly content: AsyncIterable<Uint8Array>
}

/** Something that opens closed things with a key. */
export interface Opener {
  readonly name: string
  readonly about: string
  /** Whether a key can be tried at all: private keys on archives cannot. */
  readonly fits: (key: TriedKey, input: Pick<OpenInput, 'form' | 'detail'>) => boolean
  readonly open: (input: OpenInput, key: TriedKey) => AsyncIterable<OpenedEntry>
}

/** Why a trial brought nothing. */
export type Failure = 'wrong-key' | 'unsupported' | 'damaged' | 'no-program' | 'limit'

/** Makes a failure to be thrown by an opener; the words never hold a value of a key. */
export function failed(outcome: Failure, detail: string): Error {
  return Object.assign(new Error(detail), { outcome })
}

/** What a thrown failure says; null for an error of another kind. */
export function failureOf(error: unknown): { readonly outcome: Failure; readonly detail: string } | null {
  return error instanceof Error && 'outcome' in error
    ? { outcome: error.outcome as Failure, detail: error.message }
    : null
}

/** Passphrases as bytes: UTF-8, and Latin-1 where that is something else, since old programs wrote it. */
export function passphraseBytes(value: string): readonly Buffer[] {
  const utf8 = Buffer.from(value, 'utf8')
  const latin1 = Buffer.from(value, 'latin1')
  return utf8.equals(latin1) || latin1.toString('latin1') !== value ? [utf8] : [utf8, latin1]
}
