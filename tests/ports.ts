import { createServer } from 'node:net'
import { enginePorts, PORT_OFFSETS } from '@ioc/config'

/**
 * Ports that are free now, and below those the system hands out by itself (from 32768 on Linux): no client's socket takes one between
 * the look and the start of what is to listen there. Each process looks from a place of its own, and is given none twice.
 */
const BASES = { first: 12_000, step: 40, many: 240 }
const PAIRS = { first: 21_640, step: 2, many: 5_500 }

const looker = ({ first, step, many }: typeof BASES, what: string, portsOf: (start: number) => number[]) => {
  let looked = 0
  return async (): Promise<number> => {
    while (looked < many) {
      const start = first + ((process.pid * 7 + looked++) % many) * step
      if ((await Promise.all(portsOf(start).map(isFree))).every(Boolean)) return start
    }
    throw new Error(`no ${what} is free any more`)
  }
}

/** A port base whose every port, services' and engines', is free. */
export const freePortBase = looker(BASES, 'port base', (base) => [
  ...Object.values(PORT_OFFSETS).map((offset) => base + offset),
  ...Object.values(enginePorts(base)),
])

/** A port that is free, with the one above it free too (Kafka's controller takes that). */
export const freePair = looker(PAIRS, 'pair of ports', (port) => [port, port + 1])

/** A port that is free. */
export const freePort = freePair

/** Ports that are free, none of them twice. */
export const freePorts = async (count: number): Promise<number[]> => {
  const found: number[] = []
  while (found.length < count) found.push(await freePort())
  return found
}

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
