import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the other side gives at a path: records, or words that are no answer. */
export type Told = { records: Record<string, unknown>[] } | { refusal: Record<string, unknown> }

/** The other side of the sources that are polled, in both their habits. */
export const openTeller = async () => {
  const told = new Map<string, Told>()
  const server = createServer((request, response) => {
    const here = told.get(new URL(request.url ?? '/', 'http://x').pathname)
    response.setHeader('content-type', 'application/json')
    if (!here) return void response.writeHead(404).end('{}')
    const answer =
      'refusal' in here
        ? here.refusal
        : { error_code: '0', message: 'thành công', data: here.records, nextCursor: null }
    response.end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tell: (path: string, what: Told) => void told.set(path, what),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
