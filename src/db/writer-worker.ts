import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { copyIn } from './copy.ts'
import { openClient } from './session.ts'
import { toFailure, type WriterReply, type WriterRequest, type WriterStart } from './writer-messages.ts'

/** Answers one request after the other over a connection of this thread's own. */
async function serve(port: MessagePort, { address, place, name }: WriterStart): Promise<void> {
  const client = await openClient(address, place, name)
  const answer = async (request: WriterRequest): Promise<WriterReply> => {
    const { id } = request
    try {
      if (request.what === 'copy') return { id, rows: [], rowCount: await copyIn(client, request.payload) }
      if (request.what === 'end') {
        await client.end()
        return { id, rows: [], rowCount: null }
      }
      const { rows, rowCount } = await client.query(request.text, [...request.values])
      return { id, rows, rowCount }
    } catch (error) {
      return { id, error: toFailure(error) }
    }
  }
  port.on('message', async (request: WriterRequest) => {
    port.postMessage(await answer(request))
    if (request.what === 'end') port.close()
  })
  port.postMessage({ id: 0, rows: [], rowCount: null } satisfies WriterReply)
}

if (parentPort) {
  const port = parentPort
  serve(port, workerData as WriterStart).catch((error: unknown) =>
    port.postMessage({ id: 0, error: toFailure(error) } satisfies WriterReply),
  )
}
