import { expect, test } from 'vitest'
import { readOptions } from './options.ts'

const known = { benchmarks: ['freshness', 'ingest-scale'], points: ['base', '2 aggregators'] }
const read = (...argv: string[]) => readOptions(argv, known)

test('what is not said is left to each benchmark', () => {
  expect(read()).toEqual({
    ...{ only: [], rounds: 5, rates: [], points: [], dates: 30, until: 'done', json: false, help: false },
  })
})

test('what is said is taken, more than once where that makes sense', () => {
  const argv = '--only freshness --rounds 1 --seconds 5 --rate 200 --rate 20000 --until up --json'.split(' ')
  expect(read(...argv, '--point', '2 aggregators', '--events', '1000')).toEqual({
    ...{ only: ['freshness'], rounds: 1, events: 1_000, seconds: 5, rates: [200, 20_000] },
    ...{ points: ['2 aggregators'], dates: 30, until: 'up', json: true, help: false },
  })
})

test.each([
  { argv: ['--only', 'speed'], says: 'no benchmark speed; there are freshness, ingest-scale' },
  { argv: ['--point', '3 aggregators'], says: 'no point 3 aggregators; there are base, 2 aggregators' },
  { argv: ['--rounds', '0'], says: '--rounds 0: expects a whole number from 1 to 100' },
  { argv: ['--rate', '1.5'], says: '--rate 1.5: expects a whole number from 1 to 100000' },
  { argv: ['--seconds', 'long'], says: '--seconds long: expects a whole number from 1 to 86400' },
  { argv: ['--until', 'dusk'], says: '--until dusk: expects up or done' },
])('$argv is refused', ({ argv, says }) => {
  expect(() => read(...argv)).toThrow(says)
})
