import { LogEndsBeforeNeeded } from '@ioc/kafka'
import { expect, test } from 'vitest'
import { numbersOf, numbersUpTo, record, until, type Workbench } from './workbench.ts'

/** `readFrom` and `tail`: reading that belongs to no group and commits nothing. */
export function readingWithoutAGroup(bench: Workbench): void {
  test('readFrom gives exactly the offsets asked for', async () => {
    const topic = await bench.newTopic({ partitions: 2 })
    for (let i = 0; i < 10; i++) {
      await bench.kafka.publish(topic, [{ ...record('a', String(i)), partition: 1 }])
    }
    const read: number[] = []
    await bench.kafka.readFrom(topic, 1, 3, 8, (records) => void read.push(...records.map((r) => r.offset)))
    expect(read).toEqual([3, 4, 5, 6, 7])
    await expect(bench.kafka.readFrom(topic, 1, 3, 11, () => {})).rejects.toBeInstanceOf(LogEndsBeforeNeeded)
  })

  test('tail begins at the end, or where it is told', async () => {
    const topic = await bench.newTopic()
    await bench.publishNumbers(topic, 10)
    const live: number[] = []
    const fromTwo: number[] = []
    const tail = await bench.kafka.tail([topic], (records) => void live.push(...numbersOf(records)))
    const other = await bench.kafka.tail([topic], (records) => void fromTwo.push(...numbersOf(records)), {
      fromOffsets: [{ topic, partition: 0, offset: 2 }],
    })
    await bench.publishNumbers(topic, 3, 10)
    await until(() => live.length === 3 && fromTwo.length === 11)
    expect(live).toEqual(numbersUpTo(3, 10))
    expect(fromTwo).toEqual(numbersUpTo(11, 2))
    await Promise.all([tail.stop(), other.stop()])
  })
}
