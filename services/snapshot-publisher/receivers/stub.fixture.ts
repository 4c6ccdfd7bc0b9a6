import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createSecureServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { SnapshotBody } from '@ioc/schemas/snapshot/index.ts'
import { signToBytes } from '@ioc/snapshot'
import { exampleBody, exampleKey } from '@ioc/snapshot/example.ts'
import type { Parcel } from './receiver.ts'

/** A signed snapshot with its name, as the outbox holds it. */
export const parcelOf = async (
  over: Partial<SnapshotBody> = {},
): Promise<{ parcel: Parcel; bytes: Buffer }> => {
  const { artefact, bytes } = await signToBytes({ ...exampleBody, ...over }, exampleKey)
  const { group, date, revision } = artefact.body
  const key = `${group}/${date}/${revision}`
  return { parcel: { key, group, date, revision, digest: artefact.digest, appendedAtMs: 0 }, bytes }
}

/** What a national system can be told to do with the next snapshots. */
export type Mood = 'taking' | 'refusing' | 'not-knowing-us' | 'failing' | 'busy'

/** A national system in small, on a loopback port. */
export type Stub = {
  url: string
  mood: Mood
  /** What it has accepted: by key, the bytes of the artefact. */
  taken: Map<string, Buffer>
  requests: { method: string; headers: IncomingMessage['headers']; body: Buffer }[]
  close(): Promise<void>
}

export type Answers = (
  request: { method: string; path: string; headers: IncomingMessage['headers']; body: Buffer },
  response: ServerResponse,
) => void

/** A real HTTP(S) server on a free loopback port, which reads each request whole. */
export const serve = async (answers: Answers, tls?: ServerOptions) => {
  const listener: RequestListener = async (request, response) => {
    const chunks: Buffer[] = []
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer)
    } catch {
      return // the sender broke off: nobody is there to be answered
    }
    const { method = '', url: path = '', headers } = request
    answers({ method, path, headers, body: Buffer.concat(chunks) }, response)
  }
  const server = tls ? createSecureServer(tls, listener) : createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `${tls ? 'https://localhost' : 'http://127.0.0.1'}:${port}`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

export const json = (response: ServerResponse, status: number, body: unknown, headers = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
