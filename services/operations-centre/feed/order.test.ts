import { expect, test } from 'vitest'
import { inLogOrder } from './order.ts'

const at = (partition: number, offset: number, appendedAt: string) => ({
  topic: 'dossier.v1',
  ...{ partition, offset, appendedAt },
})

test('events of one partition stay in the order of their offsets, also within a millisecond and when a clock was set back', () => {
  const told = inLogOrder([
    at(0, 12, '08:00:01'),
    at(1, 5, '08:00:02'),
    at(0, 11, '08:00:03'),
    at(0, 10, '08:00:03'),
    at(1, 4, '08:00:00'),
  ])
  expect(told.map(({ partition, offset }) => `${partition}/${offset}`)).toEqual([
    '1/4',
    '1/5',
    '0/10',
    '0/11',
    '0/12',
  ])
})
