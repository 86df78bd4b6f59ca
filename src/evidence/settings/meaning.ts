/** What a setting means, whatever the software calls it. */
export type Meaning =
  | 'database'
  | 'database-kind'
  | 'host'
  | 'port'
  | 'user'
  | 'prefix'
  | 'cookie'
  | 'address'
  | 'uploads'
  | 'administrators'
  | 'password'
  | 'secret'

/** Meanings by name, from `name:meaning` words. */
export function words(text: string): Readonly<Record<string, Meaning>> {
  return Object.fromEntries(
    text.split(' ').map((word): [string, Meaning] => {
      const colon = word.lastIndexOf(':')
      return [word.slice(0, colon), word.slice(colon + 1) as Meaning]
    }),
  )
}
