import { createServer } from 'node:net'

/** Below the ports the system hands out by itself (32768 on Linux): an engine that is down must find its port free again. */
const [FIRST, LAST] = [22_000, 32_400]
const STEP = 40
const taken = new Set<number>()

/** Where everything of one world listens. */
export type Ports = {
  kafka: number // and its controller one above
  kafkaLine: number
  clickhouse: number
  clickhouseLines: readonly number[]
  doorsBase: number
  aggregatorBases: readonly number[]
  free(): void
}

/** Ports for one world, none of which is in use. `start` spreads runs that begin at the same time. */
export const takePorts = async (start: number, aggregators: number): Promise<Ports> => {
  const places = (LAST - FIRST) / STEP
  for (let i = 0; i < places; i++) {
    const base = FIRST + ((start * 7 + i) % places) * STEP
    if (taken.has(base)) continue
    taken.add(base)
    const all = Array.from({ length: STEP }, (_, n) => base + n)
    if (!(await Promise.all(all.map(isFree))).every(Boolean)) {
      taken.delete(base)
      continue
    }
    const slots = [...Array(aggregators).keys()]
    return {
      kafka: base,
      kafkaLine: base + 2,
      clickhouse: base + 3,
      clickhouseLines: slots.map((slot) => base + 4 + slot),
      doorsBase: base - 10, // the producers stand at 21 to 24 above their base
      aggregatorBases: slots.map((slot) => base - 5 + slot), // an aggregator at 25 above its own
      free: () => taken.delete(base),
    }
  }
  throw new Error(`no ${STEP} free ports beside each other between ${FIRST} and ${LAST}`)
}

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
