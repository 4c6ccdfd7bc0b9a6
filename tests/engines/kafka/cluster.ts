import { provisionTopics } from '@ioc/kafka'
import { expect, test } from 'vitest'
import { until, type Workbench } from './workbench.ts'

/** `admin`, `ping` and provisioning. */
export function clusterIsDescribed(bench: Workbench): void {
  test('offsetsAt finds the first record at or after an instant', async () => {
    const topic = await bench.newTopic()
    await bench.publishNumbers(topic, 3)
    const writtenAtMs = (await bench.everything(topic))[2]!.appendedAtMs
    await until(() => Date.now() > writtenAtMs) // append times are milliseconds: two batches must not share one
    await bench.publishNumbers(topic, 3)
    const kept = await bench.everything(topic)
    const instantMs = kept[3]!.appendedAtMs
    const { admin } = bench.kafka
    expect(await admin.offsetsAt(topic, instantMs)).toEqual([{ partition: 0, offset: 3 }])
    expect(await admin.offsetsAt(topic, instantMs + 60_000)).toEqual([{ partition: 0, offset: 6 }])
    expect(await admin.offsetsAt(topic, 0)).toEqual([{ partition: 0, offset: 0 }])
    expect(await admin.offsets(topic)).toEqual([{ partition: 0, low: 0, high: 6 }])
  })

  test('committed tells the hint a group left, and null where it left none', async () => {
    const topic = await bench.newTopic({ partitions: 2 })
    await bench.publishNumbers(topic, 3) // all of one key, so in one partition
    const [at] = await bench.everything(topic)
    const group = bench.newGroup()
    const nowhere = [
      { partition: 0, offset: null },
      { partition: 1, offset: null },
    ]
    expect(await bench.kafka.admin.committed(group, topic)).toEqual(nowhere)
    let committed = false
    const reading = await bench.port().consume({
      group,
      topics: [topic],
      startAt: async () => ({ next: 0 }),
      onBatch: async (batch) => {
        await batch.commit()
        committed = true
      },
    })
    await until(() => committed)
    await reading.stop()
    expect(await bench.kafka.admin.committed(group, topic)).toEqual(
      nowhere.map(({ partition }) => ({ partition, offset: partition === at!.partition ? 3 : null })),
    )
  })

  test('deleteRecords moves the beginning of a log, and nothing else', async () => {
    const topic = await bench.newTopic({ partitions: 2 })
    for (const partition of [0, 1]) {
      await bench.kafka.publish(
        topic,
        Array.from({ length: 5 }, () => ({ key: 'a', value: 'x', headers: {}, partition })),
      )
    }
    await bench.kafka.admin.deleteRecords(topic, [{ partition: 1, offset: 3 }])
    expect(await bench.kafka.admin.offsets(topic)).toEqual([
      { partition: 0, low: 0, high: 5 },
      { partition: 1, low: 3, high: 5 },
    ])
  })

  test('provisioning twice changes nothing, and says what differs', async () => {
    const name = `provision-${Date.now()}`
    const wanted = { name, partitions: 2, config: { 'message.timestamp.type': 'LogAppendTime' } }
    expect(await provisionTopics(bench.kafka, [wanted])).toEqual([])
    expect(await provisionTopics(bench.kafka, [wanted])).toEqual([])
    const other = { name, partitions: 3, config: { 'message.timestamp.type': 'CreateTime' } }
    expect(await provisionTopics(bench.kafka, [other])).toEqual([
      { topic: name, what: 'partitions', wanted: '3', found: '2' },
      { topic: name, what: 'message.timestamp.type', wanted: 'CreateTime', found: 'LogAppendTime' },
    ])
    const described = await bench.kafka.admin.describeTopics([name, 'no-such-topic'])
    expect(described.map((t) => t.partitions)).toEqual([2])
    expect(await bench.kafka.admin.topics()).toContain(name)
  })

  test('it answers, and lists its broker', async () => {
    expect(await bench.kafka.ping()).toBe(true)
    expect(await bench.kafka.admin.brokers()).toHaveLength(1)
  })
}
