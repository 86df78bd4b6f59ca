/** What a match with a set of this kind means to the agency that loaded it, the most pressing first. */
export const setKinds = ['of-interest', 'reference', 'known-software', 'known-harmless'] as const
export type SetKind = (typeof setKinds)[number]

/** Kinds whose matches are shown folded: nobody has to look at them. */
export const quietKinds: readonly SetKind[] = ['known-software', 'known-harmless']

/** What each kind means, for help and the list of sets. */
export const kindMeaning: Readonly<Record<SetKind, string>> = {
  'of-interest': 'files that somebody should look at',
  reference: 'files that are known from elsewhere',
  'known-software': 'files that came with programs, which says nothing of harm',
  'known-harmless': 'files that nobody needs to look at',
}

/** Hashes by which files are compared, the strongest first. */
export const hashNames = ['sha256', 'sha1', 'md5'] as const
export type HashName = (typeof hashNames)[number]

/** A hash as people write it. */
export const hashLabel: Readonly<Record<HashName, string>> = { sha256: 'SHA-256', sha1: 'SHA-1', md5: 'MD5' }

/** One set that lists a file. */
export interface SetMatch {
  readonly set: string
  readonly kind: SetKind
  /** The category as the set's file writes it, and as the agency calls it. */
  readonly code: string | null
  readonly label: string | null
  /** The strongest hash that agrees. */
  readonly by: HashName
  /** What else the set states of that file and is otherwise here. */
  readonly differs: HashName | 'size' | null
}

/** What the sets say of a file: with how many it was compared, how many were loaded since, and which list it. */
export interface SetVerdict {
  readonly compared: number
  readonly pending: number
  readonly matches: readonly SetMatch[]
}

/** The category of a match as the agency named it; null where its set has none. */
export function categoryOf({ code, label }: Pick<SetMatch, 'code' | 'label'>): string | null {
  if (label !== null) return code === null || code === label ? label : `${label}, ${code}`
  return code === null ? null : /^\d+$/.test(code) ? `category ${code}` : code
}

/** By which hash a set lists a file, and how far that can be relied on. */
export function howMatched({ by, differs }: Pick<SetMatch, 'by' | 'differs'>): string {
  if (differs !== null)
    return `by ${hashLabel[by]}, but the set states another ${differs === 'size' ? 'size' : hashLabel[differs]}: not the same file`
  return by === 'md5' ? 'by MD5 alone, which can be made to collide' : `by ${hashLabel[by]}`
}

/** One match in words. */
export function matchWords(match: SetMatch): string {
  const category = categoryOf(match)
  return `in set ${match.set}${category === null ? '' : ` (${category})`}, ${howMatched(match)}`
}

/** The verdict of the sets on one thing, in words; a fact about its hash, never about who had it. */
export function verdictWords({ compared, pending, matches }: SetVerdict, hashed: boolean): readonly string[] {
  const later = pending === 0 ? [] : [`not yet compared with ${counted(pending)}: the next run does it`]
  if (!hashed) return ['no hash to compare']
  if (compared === 0 && matches.length === 0) return later.length > 0 ? later : ['no set loaded']
  if (matches.length === 0) return [compared === 1 ? 'not in the one set' : `in none of ${compared} sets`, ...later]
  return [...matches.map(matchWords), ...later]
}

function counted(sets: number): string {
  return sets === 1 ? 'one set' : `${sets} sets`
}
