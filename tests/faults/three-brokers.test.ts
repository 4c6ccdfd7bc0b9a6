import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LocalCluster, launchCluster, prepareKafka } from '@ioc/infra-kafka'
import kafkajs, { type Admin } from 'kafkajs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../browser/until.ts'
import { auditDossiers, NO_FAULTS } from '../end-to-end/ends.ledger.ts'
import { type SmallRiver, startSmallRiver } from '../end-to-end/ends.river.ts'
import { startSending } from '../end-to-end/ends.sender.ts'
import { freePorts } from '../ports.ts'

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const TOPIC = 'dossier.v1'
const MOVED_MS_MAX = 120_000

let cluster: LocalCluster
let river: SmallRiver
let admin: Admin
const undo: (() => Promise<unknown> | unknown)[] = []
beforeAll(async () => {
  await prepareKafka(silent)
  const dataDir = mkdtempSync(join(tmpdir(), 'ioc-three-'))
  undo.push(() => rmSync(dataDir, { recursive: true, force: true }))
  const free = await freePorts(6)
  const ports = [0, 1, 2].map((n) => ({ port: free[2 * n]!, controllerPort: free[2 * n + 1]! }))
  cluster = await launchCluster({ dataDir, ports })
  undo.push(() => cluster.kill())
  river = await startSmallRiver({ brokers: cluster.brokers })
  undo.push(() => river.close())
  const quiet = kafkajs.logLevel.NOTHING
  admin = new kafkajs.Kafka({ brokers: cluster.brokers, clientId: 'leaders', logLevel: quiet }).admin()
  await admin.connect()
  undo.push(() => admin.disconnect())
})
afterAll(async () => {
  for (const step of undo.reverse()) await step()
})

const partitionsOf = async (topic: string) => {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
  return topics[0]!.partitions.toSorted((a, b) => a.partitionId - b.partitionId)
}

test('every topic has three replicas, the inner ones too, and two of them must have a write', async () => {
  const [topic] = await river.kafka.admin.describeTopics([TOPIC])
  expect(topic).toMatchObject({ replication: 3, config: { 'min.insync.replicas': '2' } })
  await until(
    'the group has its topic',
    async () => (await admin.listTopics()).includes('__consumer_offsets'),
    30_000,
  )
  for (const partition of await partitionsOf('__consumer_offsets')) expect(partition.replicas).toHaveLength(3)
})

test('the leader is killed during a stream, twice: nothing acknowledged is lost, nothing is there twice', async () => {
  const sending = startSending(river, { eventsPerBatch: 20 })
  const leaders: number[] = []
  try {
    for (const partition of [0, 1]) {
      await until('all replicas are in sync', allInSync, MOVED_MS_MAX)
      const streaming = sending.acknowledged.size
      await until('events are acknowledged', () => sending.acknowledged.size > streaming + 100, MOVED_MS_MAX)
      const { leader } = (await partitionsOf(TOPIC))[partition]!
      leaders.push(leader)
      await cluster.nodes.get(leader)!.kill()
      await until(
        'the partition has another leader',
        async () => ![leader, -1].includes((await partitionsOf(TOPIC))[partition]!.leader),
        MOVED_MS_MAX,
      )
      const moved = sending.acknowledged.size
      // Two of three are enough: with one away for good, the stream goes on.
      await until(
        'events are acknowledged again',
        () => sending.acknowledged.size > moved + 100,
        MOVED_MS_MAX,
      )
      await cluster.restart(leader)
    }
  } finally {
    await sending.stop()
  }
  expect(leaders).toHaveLength(2)
  expect(await auditDossiers(river, sending.acknowledged, MOVED_MS_MAX)).toEqual(NO_FAULTS)
}, 900_000)

const allInSync = async () => (await partitionsOf(TOPIC)).every(({ isr }) => isr.length === 3)
