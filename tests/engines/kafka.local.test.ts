import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchKafka, PortTaken, prepareKafka } from '@ioc/infra-kafka'
import { type KafkaLog, openKafka } from '@ioc/kafka'
import { afterAll, describe, expect, test } from 'vitest'
import { until } from '../browser/until.ts'
import { freePort } from '../ports.ts'
import { localDoor } from './kafka/local-door.ts'
import { behavesAsPortToKafka } from './kafka/suite.ts'

const silent: KafkaLog = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

describe('the port to Kafka, on the local broker', () => behavesAsPortToKafka(localDoor))

describe('the local broker', () => {
  const closing: (() => Promise<void>)[] = []
  afterAll(async () => {
    for (const close of closing.reverse()) await close()
  })

  test('keeps its records over kill -9 and a move to another port; says which port is taken', async () => {
    await prepareKafka(silent)
    const dataDir = await mkdtemp(join(tmpdir(), 'kafka-'))
    closing.push(() => rm(dataDir, { recursive: true, force: true }))
    const first = await launchKafka({ dataDir, port: await freePort(), controllerPort: await freePort() })
    closing.push(() => first.kill())
    const before = openKafka({ brokers: [first.brokers], clientId: 'test' })
    await before.admin.createTopics([{ name: 'kept', partitions: 1, config: {} }])
    await before.publish('kept', [{ key: null, value: 'x', headers: {} }])
    await before.close()

    const takenPort = Number(first.brokers.split(':')[1])
    const otherDir = await mkdtemp(join(tmpdir(), 'kafka-'))
    closing.push(() => rm(otherDir, { recursive: true, force: true }))
    const refusal = await launchKafka({ dataDir: otherDir, port: takenPort }).catch((error) => error)
    expect(refusal).toBeInstanceOf(PortTaken)
    expect(refusal).toMatchObject({ port: takenPort })

    await first.kill()
    const second = await launchKafka({ dataDir, port: await freePort(), controllerPort: await freePort() })
    closing.push(() => second.kill())
    const after = openKafka({ brokers: [second.brokers], clientId: 'test' })
    closing.push(() => after.close())
    // For a moment after its start a broker may tell an end before the true one.
    await until('its end is known', async () => (await after.admin.offsets('kept'))[0]?.high === 1, 30_000)
    expect(await after.admin.offsets('kept')).toEqual([{ partition: 0, low: 0, high: 1 }])

    await second.pause()
    expect(await after.ping()).toBe(false)
    await second.resume()
    await until('it answers again', () => after.ping(), 60_000)
  })
})
