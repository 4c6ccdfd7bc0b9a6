import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { dossierEvent } from '../end-to-end/dossiers.ts'
import { BATCH } from '../engines/breaker.producer.ts'
import { type Benchmark, cpuMsOf, median, spreadOf } from './measure.ts'
import { openProducerStage, type ProducerStage } from './producer.stage.ts'

const GOAL_PER_SECOND = 20_000
/** Events a body; the goal speaks of the last. */
const SIZES = [1, 50, 500] as const
/** Bodies on their way at once, each on a connection of its own. */
const CONNECTIONS = 4
/** Different bodies, used in turn: enough that neither engine nor parser meets the same bytes in a row. */
const BODIES = 40
/** Events of the small sizes are fewer: they are figures beside, and a body each takes long. */
const SHARE: Record<(typeof SIZES)[number], number> = { 1: 0.1, 50: 0.5, 500: 1 }

/**
 * Events a second one producer takes over HTTP and has acknowledged by Kafka, with the settings of the product. Bodies are made before,
 * and who sends them does nothing but send: on two cores the driver is part of what is measured, so its CPU is said too.
 */
export const push: Benchmark = async ({ rounds, events, say }) => {
  const stage = await openProducerStage('dossier-producer')
  try {
    const door: Door = {
      url: `${stage.url}/v1/events`,
      key: readFileSync(join(stage.dataDir, 'keys/dossier-push'), 'utf8').trim(),
    }
    const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
    const bodies = new Map(
      SIZES.map((size) => [size, Array.from({ length: BODIES }, (_, n) => bodyOf(n * size, size))]),
    )
    const measured = new Map(SIZES.map((size) => [size, [] as Round[]]))
    for (let round = 0; round <= rounds; round++)
      for (const size of SIZES) {
        const wanted = Math.max(size * CONNECTIONS, Math.round((events * SHARE[size]) / size) * size)
        const found = await send(stage, door, agent, bodies.get(size)!, size, wanted)
        if (round === 0) continue // warms up
        measured.get(size)!.push(found)
        say(
          `  ${size} a body, round ${round}: ${Math.round(found.perSecond)} events/s; CPU µs an event: producer ${found.producer.toFixed(1)}, Kafka ${found.kafka.toFixed(1)}, driver ${found.driver.toFixed(1)}`,
        )
      }
    agent.destroy()
    const of = (size: (typeof SIZES)[number], read: (round: Round) => number) =>
      Number(median(measured.get(size)!.map(read)).toPrecision(4))
    return {
      ratio: spreadOf(measured.get(500)!.map(({ perSecond }) => perSecond / GOAL_PER_SECOND)),
      figures: Object.fromEntries([
        ...SIZES.flatMap((size) => [
          [`events/s, ${size} a body`, of(size, ({ perSecond }) => perSecond)],
          [`CPU of the producer, ${size} a body, µs an event`, of(size, ({ producer }) => producer)],
          [`CPU of Kafka, ${size} a body, µs an event`, of(size, ({ kafka }) => kafka)],
          [`CPU of the driver, ${size} a body, µs an event`, of(size, ({ driver }) => driver)],
        ]),
        ['bytes an event', Math.round(bodies.get(500)![0]!.length / 500)],
        ['bodies at once', CONNECTIONS],
      ]) as Record<string, number>,
    }
  } finally {
    await stage.close()
  }
}

type Door = { url: string; key: string }

/** A batch of so many dossiers, from a serial number on. */
const bodyOf = (from: number, events: number) => {
  const template = JSON.stringify(dossierEvent('SERIAL'))
  const each = Array.from({ length: events }, (_, n) =>
    template.replaceAll('SERIAL', String(1_000_000 + from + n)),
  )
  return Buffer.from(`[${each.join(',')}]`)
}

type Round = { perSecond: number; producer: number; kafka: number; driver: number }

/** Sends so many events in bodies of one size; each body's answer must say that all of it was accepted. */
const send = async (
  stage: ProducerStage,
  door: Door,
  agent: Agent,
  bodies: readonly Buffer[],
  size: number,
  events: number,
): Promise<Round> => {
  const before = cpuMs(stage)
  const beganMs = performance.now()
  let next = 0
  const sendOn = async () => {
    for (let sent = next; sent < events; sent = next) {
      next += size
      await post(door, agent, bodies[(sent / size) % BODIES]!, size)
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, sendOn))
  const seconds = (performance.now() - beganMs) / 1000
  const after = cpuMs(stage)
  const perEvent = (name: keyof typeof after) => ((after[name] - before[name]) * 1000) / events
  return {
    perSecond: events / seconds,
    producer: perEvent('producer'),
    kafka: perEvent('kafka'),
    driver: perEvent('driver'),
  }
}

const post = ({ url, key }: Door, agent: Agent, body: Buffer, size: number) =>
  new Promise<void>((resolve, reject) => {
    const asked = request(
      url,
      {
        agent,
        method: 'POST',
        headers: { 'content-type': BATCH, authorization: `Bearer ${key}`, 'content-length': body.length },
      },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk
        })
        answer.on('end', () =>
          text === `{"accepted":${size},"rejected":[]}`
            ? resolve()
            : reject(new Error(`a body was answered ${answer.statusCode}: ${text.slice(0, 400)}`)),
        )
      },
    )
    asked.on('error', (error: NodeJS.ErrnoException) =>
      // A kept connection that the server let go of in the same moment: said by Node to be sent again on another one.
      asked.reusedSocket && error.code === 'ECONNRESET'
        ? resolve(post({ url, key }, agent, body, size))
        : reject(error),
    )
    asked.end(body)
  })

/** CPU of each process since it began, ms; the driver is this one. */
const cpuMs = ({ pids }: ProducerStage) => {
  const { user, system } = process.cpuUsage()
  const { producer, kafka } = pids()
  return { producer: cpuMsOf(producer), kafka: cpuMsOf(kafka), driver: (user + system) / 1000 }
}
