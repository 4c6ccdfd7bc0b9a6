import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { openTurnedAway, turnedAwayText } from './turned-away.ts'

test('each body counts, for every source its key speaks for; a sender who repeats itself is said once a minute', async () => {
  const registry = new Registry()
  const said: unknown[] = []
  let atMs = Date.parse('2024-07-01T00:00:00Z')
  const turnedAway = openTurnedAway(registry, {
    log: { warn: (fields: unknown) => void said.push(fields) },
    now: () => atMs,
  })
  expect(turnedAway.of('district')).toBeNull()
  for (let n = 0; n < 100; n++) {
    turnedAway.count(['district', 'ward'], 400, 'the body is not JSON in UTF-8 (7 bytes)')
    atMs += 1_000
  }
  expect(turnedAway.of('ward')).toMatchObject({ bodies: 100, status: 400 })
  expect(said).toHaveLength(4) // of two sources, at 0 s and at 60 s
  expect(await registry.metrics()).toContain('ioc_push_turned_away_total{source="district",status="400"} 100')
  expect(turnedAwayText(turnedAway.of('district')!)).toBe(
    '100 bodies could not be taken since its door opened, the last at 2024-07-01T07:01:39.000+07:00 (400): the body is not JSON in UTF-8 (7 bytes)',
  )
})
