import { expect, test } from 'vitest'
import { runsOf } from './runs.ts'

const record = (offset: number) => ({
  topic: 't',
  partition: 1,
  offset,
  appendedAtMs: 1,
  key: null,
  value: null,
  headers: {},
})
const range = (firstOffset: number, lastOffset: number) => ({
  firstOffset,
  lastOffset,
  appendedAtMs: 1,
  code: 'crc' as const,
  bytes: Buffer.from('x'),
})

test('a batch that fits is one run, as it is', () => {
  const batch = { topic: 't', partition: 1, records: [record(3)], firstOffset: 3, lastOffset: 12 }
  expect([...runsOf(batch, 10)]).toEqual([batch])
})

test('a damaged range of many offsets is cut; nothing is missing, nothing twice, and its bytes go once', () => {
  const records = [0, 1, 24, 25].map(record)
  const batch = { topic: 't', partition: 1, records, firstOffset: 0, lastOffset: 25, corrupt: [range(2, 23)] }
  const runs = [...runsOf(batch, 10)]
  expect(runs.map(({ firstOffset, lastOffset }) => [firstOffset, lastOffset])).toEqual([
    [0, 9],
    [10, 19],
    [20, 25],
  ])
  expect(runs.flatMap((run) => run.records)).toEqual(records)
  expect(runs.map((run) => run.corrupt!.map(({ bytes }) => bytes !== null))).toEqual([
    [true],
    [false],
    [false],
  ])
})
