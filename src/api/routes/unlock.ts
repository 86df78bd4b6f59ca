import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { importResults } from '../../unlock/exchange/import.ts'
import { hashesState } from '../../unlock/exchange/state.ts'
import { endpoints } from '../contract.ts'
import { conflict } from '../errors.ts'
import { id, paging } from '../input.ts'
import { locked, unlocking } from '../queries/unlock.ts'
import { type House, route } from '../route.ts'

/** The largest file of results that is sent by a browser; larger ones go in at the command line. */
const largest = 8 * 1024 * 1024
/** Stages that read what was recovered. */
const stale = ['identity.links', 'identity.subjects']

/** What is closed, and the keys to it. Values are revealed at the command line alone, where two people sit. */
export function unlockRoutes(app: FastifyInstance, house: House): void {
  const filters = z.strictObject({
    ...paging,
    state: z.enum(['closed', 'part', 'opened', 'open']).optional(),
    kind: id.optional(),
  })
  route(app, house, endpoints.locked, { query: filters }, ({ db, query }) => locked(db, query))
  route(app, house, endpoints.unlocking, {}, ({ db }) => unlocking(db, house.clock()))
  route(app, house, endpoints.hashStates, {}, async ({ db }) =>
    (await hashesState(db)).map(({ hashcat: _, ...state }) => state),
  )
  const sent = z.strictObject({ base64: z.base64().min(4).max(largest), keyring: z.boolean() })
  route(
    app,
    house,
    endpoints.takeRecoveries,
    { body: sent, bodyLimit: largest + 1024 },
    async ({ body, deed, consult }) => {
      consult('hashes/recoveries')
      // The file holds passphrases: its bytes go from the form to the vault and touch no disc on the way.
      const bytes = Buffer.from(body.base64, 'base64')
      const taken = await deed((db, who) =>
        spoken(() => importResults(db, bytes, who, { keyring: body.keyring })),
      ).finally(() => bytes.fill(0))
      const { file: _, sha256: __, ...told } = taken
      return {
        id: 0,
        at: house.clock().toISOString(),
        stale: taken.fresh + taken.reuse.held > 0 ? stale : [],
        taken: told,
      }
    },
  )
}

/** The room refuses in words for a person and never with a value; these may be shown. */
async function spoken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Error && error.name === 'Error' && 'place' in error && 'reason' in error && 'next' in error)
      throw conflict(String(error.place), String(error.reason), String(error.next))
    throw error
  }
}
