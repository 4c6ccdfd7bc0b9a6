import { LogBeginsAfterNeeded, LogWasRecreated } from '@ioc/kafka'
import { expect, test } from 'vitest'
import { until, type Workbench } from './workbench.ts'

/** Going on in a log that lost what we need, or is another one, would be silent loss: reading stops and says which offsets. */
export function changedLogIsSaid(bench: Workbench): void {
  test('trap, out of range: records removed before they were read stop it at the start', async () => {
    const topic = await bench.newTopic()
    await bench.publishNumbers(topic, 10)
    await bench.kafka.admin.deleteRecords(topic, [{ partition: 0, offset: 6 }])
    const reading = await bench.collect(topic, { next: 4 })
    const stopped = await reading.finished.catch((error) => error)
    expect(stopped).toBeInstanceOf(LogBeginsAfterNeeded)
    expect(stopped).toMatchObject({ topic, partition: 0, needed: 4, logBegins: 6 })
    const fine = await bench.collect(topic, { next: 6 })
    await until(() => fine.numbers.length === 4)
  })

  test('trap, out of range: records removed before they were read stop it while running', async () => {
    const topic = await bench.newTopic()
    await bench.publishNumbers(topic, 10)
    const reading = await bench.collect(topic, { next: 0 })
    await until(() => reading.numbers.length === 10)
    reading.pause(topic)
    await bench.publishNumbers(topic, 10)
    await bench.kafka.admin.deleteRecords(topic, [{ partition: 0, offset: 15 }])
    reading.resume(topic)
    await expect(reading.finished).rejects.toMatchObject({
      name: 'LogBeginsAfterNeeded',
      needed: 10,
      logBegins: 15,
    })
    expect(reading.numbers).toHaveLength(10)
  })

  test.each([
    { what: 'shorter', count: 5 },
    { what: 'longer', count: 20 },
  ])('a topic made anew and $what stops it', async ({ count }) => {
    const topic = await bench.newTopic()
    await bench.publishNumbers(topic, 10)
    const last = (await bench.everything(topic)).at(-1)!
    await bench.remake(topic)
    await bench.publishNumbers(topic, count)
    const reading = await bench.collect(topic, { next: 10, last })
    const stopped = await reading.finished.catch((error) => error)
    expect(stopped).toBeInstanceOf(LogWasRecreated)
    expect(stopped).toMatchObject({ topic, partition: 0, needed: 10 })
    expect(reading.numbers).toEqual([])
  })

  test('a topic made anew under a running reader stops it', async () => {
    const topic = await bench.newTopic()
    await bench.publishNumbers(topic, 10)
    const reading = await bench.collect(topic, { next: 0 })
    await until(() => reading.numbers.length === 10)
    await bench.remake(topic)
    const stopped = await reading.finished.catch((error) => error)
    expect(['LogWasRecreated', 'TopicMissing']).toContain(stopped.name)
  }, 60_000)
}
