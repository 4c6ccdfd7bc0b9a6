import { expect, test } from 'vitest'
import { checkSameLog } from './same-log.ts'
import { Stop } from './stop-error.ts'

/** A ledger that is folded up to offset 9 of one partition, and a log whose end is told as the looks go. */
const doors = (ends: readonly number[]) => {
  let looks = 0
  const offsets = async () => [
    { partition: 0, low: 0, high: ends[Math.min(looks++, ends.length - 1)]! },
    { partition: 1, low: 0, high: 0 },
  ]
  const query = async <T>() => [{ topic: 'dossier.v1', partition: 0, next: 10 }] as T[]
  return { kafka: { admin: { offsets } }, clickhouse: { query }, looks: () => looks }
}

test('a log that reaches as far as the ledger is the same, at one look', async () => {
  const { kafka, clickhouse, looks } = doors([10])
  await checkSameLog(kafka, clickhouse, 1)
  expect(looks()).toBe(1)
})

test('a broker that has just come back may tell its end late', async () => {
  const { kafka, clickhouse, looks } = doors([0, 4, 10])
  await checkSameLog(kafka, clickhouse, 1)
  expect(looks()).toBe(3)
})

test('a log that stays behind the ledger is another one', async () => {
  const { kafka, clickhouse } = doors([9])
  const refusal = await checkSameLog(kafka, clickhouse, 1).catch((error) => error)
  expect(refusal).toBeInstanceOf(Stop)
  expect(refusal).toMatchObject({
    exitCode: 78,
    message: expect.stringContaining('dossier.v1/0 is folded up to offset 9, but this log ends at 9'),
  })
})
