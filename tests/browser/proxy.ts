import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A line between a browser and the centre that a test can cut, as a switch that loses its power would. */
export type Line = {
  url: string
  /** Breaks every connection and takes no new one. */
  cut(): Promise<void>
  mend(): Promise<void>
  close(): Promise<void>
}

export async function openLine(to: string): Promise<Line> {
  const target = new URL(to)
  const open = new Set<Socket>()
  const keep = (socket: Socket) => {
    open.add(socket)
    socket.on('error', () => undefined) // broken off is what it is for
    socket.once('close', () => open.delete(socket))
  }
  const server = createServer((from) => {
    const beyond = connect(Number(target.port), target.hostname)
    for (const [one, other] of [
      [from, beyond],
      [beyond, from],
    ] as const) {
      keep(one)
      one.pipe(other)
      one.once('close', () => other.destroy())
    }
  })
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }
  await listen(0)
  const { port } = server.address() as { port: number }
  const cut = async () => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    for (const socket of open) socket.destroy()
    await closed
  }
  return { url: `http://127.0.0.1:${port}`, cut, mend: () => listen(port), close: cut }
}
