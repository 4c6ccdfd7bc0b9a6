import { openAdmin } from './admin.ts'
import { consume } from './consume.ts'
import { openPublisher } from './publish.ts'
import { openReaders } from './read.ts'
import type { Consumption, Kafka, KafkaConfig, KafkaLog } from './types.ts'
import { pauseFor } from './wait.ts'

export * from './errors.ts'
export * from './partition.ts'
export * from './provision.ts'
export type * from './types.ts'

const silent: KafkaLog = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** The only door to Kafka. Opening connects nothing; each part connects when it is first used. `close()` ends them all. */
export function openKafka(config: KafkaConfig, log: KafkaLog = silent): Kafka {
  const admin = openAdmin(config, log)
  const publisher = openPublisher(config, log, admin.countPartitions)
  const readers = openReaders(config, admin, log)
  const consumptions = new Set<Consumption>()

  return {
    publish: publisher.publish,
    consume: async (options) => {
      const consumption = await consume(config, admin, log, options)
      consumptions.add(consumption)
      consumption.finished.catch(() => {}).finally(() => consumptions.delete(consumption))
      return consumption
    },
    readFrom: readers.readFrom,
    tail: readers.tail,
    admin,
    ping: () => Promise.race([admin.answers(), pauseFor(3_000).then(() => false)]),
    close: async () => {
      await Promise.all([...consumptions].map((consumption) => consumption.stop()))
      // Side by side: of a Kafka that hangs each waits 3 s, and a service has 10 s for everything.
      await Promise.all([readers.close(), publisher.close(), admin.close()])
    },
  }
}
