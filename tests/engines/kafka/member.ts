/**
 * A member of a group in a process of its own, so that a test can end it as a power cut would:
 * `node member.ts <brokers> <group> <topic>`; writes a line once it reads a partition.
 */
import { openKafka } from '@ioc/kafka'

const [brokers, group, topic] = process.argv.slice(2) as [string, string, string]
let said = false
await openKafka({ brokers: [brokers], clientId: 'member' }).consume({
  group,
  topics: [topic],
  startAt: async () => ({ next: 0 }),
  onBatch: async () => {
    if (!said) process.stdout.write('reading\n')
    said = true
  },
})
