import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Received = { id: string; signature: string; body: string; answered: number }

/** A receiver that misbehaves as it is told: the answers in order, then 204 to everything. 0: it cuts the connection. */
export const startReceiver = async (answers: number[]) => {
  const received: Received[] = []
  const elsewhere: string[] = []
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece) => pieces.push(piece))
    request.on('end', () => {
      if (request.url !== '/hook') elsewhere.push(request.url ?? '')
      const answered = answers.shift() ?? 204
      received.push({
        id: String(request.headers['ioc-delivery']),
        signature: String(request.headers['ioc-signature']),
        body: Buffer.concat(pieces).toString('utf8'),
        answered,
      })
      if (answered === 0) return request.socket.destroy()
      response.writeHead(answered, {
        location: '/elsewhere',
        ...(answered === 503 ? { 'retry-after': '1' } : {}),
      })
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    elsewhere,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
