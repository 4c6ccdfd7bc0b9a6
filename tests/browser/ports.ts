import { createServer, type Server } from 'node:net'

/** A port of 127.0.0.1 that is free now, with the one above it free too (Kafka's controller takes that). */
export async function freePair(): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const first = await listen(0)
    const port = portOf(first)
    const second = port === null ? null : await listen(port + 1).catch(() => null)
    await close(first)
    if (second) await close(second)
    if (port !== null && second) return port
  }
  throw new Error('no two free ports beside each other in 50 tries')
}

const portOf = (server: Server) => {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : null
}
const listen = (port: number) =>
  new Promise<Server>((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
const close = (server: Server) => new Promise<void>((resolve) => server.close(() => resolve()))
