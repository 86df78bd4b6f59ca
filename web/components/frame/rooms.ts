import type { RailCounts } from '../../../src/api/contract.ts'

/** A room of the house as the rail shows it. */
export interface Room {
  readonly path: string
  readonly label: string
  /** Second key of `g …`. */
  readonly key: string
  readonly count: keyof RailCounts | null
}

/** The rooms in the order the data flows. */
export const rooms: readonly Room[] = [
  { path: '/', label: 'Overview', key: 'o', count: null },
  { path: '/evidence', label: 'Exhibits', key: 'e', count: 'exhibits' },
  { path: '/forum', label: 'Forum', key: 'f', count: 'forum' },
  { path: '/artefacts', label: 'Artefacts', key: 'a', count: 'artefacts' },
  { path: '/identity', label: 'People', key: 'p', count: 'identity' },
  { path: '/jurisdiction', label: 'Places', key: 'l', count: 'jurisdiction' },
  { path: '/risk', label: 'Risk', key: 'r', count: 'risk' },
  { path: '/media', label: 'Media', key: 'm', count: 'media' },
  { path: '/dissemination', label: 'Packages', key: 'd', count: 'dissemination' },
  { path: '/outcomes', label: 'Outcomes', key: 'u', count: 'outcomes' },
  { path: '/govern', label: 'Governance', key: 'v', count: 'govern' },
]

/** The room an address lies in. */
export function roomOf(path: string): Room {
  return (
    rooms.find((room) => room.path !== '/' && (path === room.path || path.startsWith(`${room.path}/`))) ?? rooms[0]!
  )
}
