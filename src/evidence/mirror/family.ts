import { sqlStart } from './sql/reader.ts'

/** What a file of a dump of many files is: which file's tables are its own, where its reader begins, its turn. */
export interface Member {
  readonly home: number
  readonly begin: unknown
  readonly rank: number
}

/** Names that mydumper gives (mydumper, "Output format"): of declarations, and of rows with the number of their piece. */
const declares = /^([^.]+)(?:\.(.+))?-schema(?:-(?:create|view|triggers|post|sequence|create-role))?\.sql$/i
const holds = /^([^.]+)\.(.+?)(?:\.\d+){0,2}\.sql$/i

/** A path inside an exhibit, taken apart. */
export interface Named {
  readonly folder: string
  readonly name: string
}

/** The folder and name of a file, whatever it was packed in. */
export function nameOf(path: string): Named {
  const plain = /^(.*)\.(?:gz|zst|xz|bz2|lz4)!\/[^/]+$/i.exec(path)?.[1] ?? path.replace(/\.gz$/i, '')
  const slash = plain.lastIndexOf('/') + 1
  return { folder: plain.slice(0, slash), name: plain.slice(slash) }
}

/**
 * The files of a mydumper folder among SQL files, by their names: tables are declared in one file and filled from
 * others, all of the database that their names begin with.
 */
export function membersOf(
  files: readonly { readonly file: number; readonly name: string }[],
): ReadonlyMap<number, Member> {
  const named = files.map((f) => ({ file: f.file, ...nameOf(f.name) }))
  const homes = new Map<string, number>()
  for (const { file, folder, name } of named) if (declares.test(name) && !homes.has(folder)) homes.set(folder, file)
  const members = new Map<number, Member>()
  for (const { file, folder, name } of named) {
    const home = homes.get(folder)
    const schema = declares.exec(name)
    const database = schema?.[1] ?? holds.exec(name)?.[1]
    if (home === undefined || database === undefined) continue
    // Tables first, then rows; views last, since they take back the tables that stand in for them.
    const rank = schema === null ? 2 : /-schema(?:-create)?\.sql$/i.test(name) ? 1 : 3
    members.set(file, { home, begin: sqlStart(database), rank })
  }
  return members
}

/** The first file of the same folder: tables of one database lie side by side, each in a file of its own. */
export function homesOf(
  files: readonly { readonly file: number; readonly name: string }[],
): ReadonlyMap<number, number> {
  const homes = new Map<string, number>()
  return new Map(
    files.map(({ file, name }) => {
      const { folder } = nameOf(name)
      const home = homes.get(folder) ?? file
      homes.set(folder, home)
      return [file, home]
    }),
  )
}
