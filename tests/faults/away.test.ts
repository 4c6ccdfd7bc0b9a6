import { expect, test } from 'vitest'
import { RSS_MB_MAX } from './away/words.ts'
import { type AwayOptions, runAway } from './away.ts'

/** A door may wait ten seconds for the first acknowledgement that does not come. */
const ANSWER_SECONDS_MAX = 20

/** One of each kind: an engine that is gone, and one that is there and says nothing. The others: npm run faults -- away. */
test.each<Pick<AwayOptions, 'engine' | 'how'>>([
  { engine: 'clickhouse', how: 'killed' },
  { engine: 'kafka', how: 'paused' },
])(
  '$engine $how for 15 s under load: nothing lost, nothing twice, no process grows, and it catches up by itself',
  async ({ engine, how }) => {
    const result = await runAway({ engine, how: how!, seconds: 15, rate: 500 })
    expect(result).toMatchObject({ lost: 0, doubled: 0, restarts: 0 })
    expect(result.acknowledged).toBeGreaterThanOrEqual(500 * 25)
    if (engine === 'kafka') expect(result.answers['503']).toBeGreaterThan(0)
    else expect(result.answers).toEqual({ 200: expect.any(Number) })
    expect(result.answerSecondsMax).toBeLessThan(ANSWER_SECONDS_MAX)
    for (const [service, mb] of Object.entries(result.rssMaxMb)) {
      expect(mb, service).toBeGreaterThan(0)
      expect(mb, service).toBeLessThan(RSS_MB_MAX)
    }
  },
  900_000,
)
