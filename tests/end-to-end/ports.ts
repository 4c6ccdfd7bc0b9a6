import { createServer } from 'node:net'
import { enginePorts, PORT_OFFSETS } from '@ioc/config'

/** Below the ports the system hands out by itself (32768 on Linux), so that no client's socket sits on one by chance. */
const [FIRST, LAST] = [12_000, 21_600]
const STEP = 40

/** A port base whose every port, services' and engines', is free now. */
export const freePortBase = async (): Promise<number> => {
  const places = (LAST - FIRST) / STEP
  for (let i = 0; i < places; i++) {
    const base = FIRST + ((process.pid + i) % places) * STEP
    const ports = [...Object.values(PORT_OFFSETS).map((o) => base + o), ...Object.values(enginePorts(base))]
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return base
  }
  throw new Error('no free port base')
}

/** Ports that are free now, below those the system hands out by itself; none of them twice. */
export const freePorts = async (count: number): Promise<number[]> => {
  const found: number[] = []
  for (let port = LAST + 1_000 + (process.pid % 200) * 40; found.length < count; port++)
    if (await isFree(port)) found.push(port)
  return found
}

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
