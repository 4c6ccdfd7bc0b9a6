import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchKafka, prepareKafka } from '@ioc/infra-kafka'
import type { KafkaLog } from '@ioc/kafka'
import { freePort } from '../../ports.ts'
import { openBrokerDoor } from './broker-door.ts'
import type { Door } from './door.ts'

const silent: KafkaLog = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** A real broker on free ports with its own data, which everything can be done to. */
export const localDoor: Door = {
  can: { kill: true, pause: true, disk: true, wire: true, transactions: true, nobody: true },
  start: async () => {
    await prepareKafka(silent)
    const dataDir = await mkdtemp(join(tmpdir(), 'kafka-'))
    const [port, controllerPort] = [await freePort(), await freePort()]
    const launch = () => launchKafka({ dataDir, port, controllerPort })
    let kafka = await launch()
    return {
      ...openBrokerDoor(kafka.brokers),
      kill: () => kafka.kill(),
      restart: async () => {
        kafka = await launch()
      },
      killAndRestart: async () => {
        await kafka.kill()
        kafka = await launch()
      },
      pause: () => kafka.pause(),
      resume: () => kafka.resume(),
      changeLog: async (topic, change) => {
        await kafka.stop()
        await change(join(dataDir, 'kafka', 'data', `${topic}-0`))
        kafka = await launch()
      },
      close: async () => {
        await kafka.kill()
        await rm(dataDir, { recursive: true, force: true })
      },
    }
  },
}
