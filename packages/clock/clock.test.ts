import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openClock, runClock, standClock } from './index.ts'

const JULY = '2024-07-01T00:00:00+07:00'
const JULY_MS = Date.parse(JULY)
const SYSTEM_MS = Date.parse('2026-01-01T00:00:00Z')

let dataDir: string
let systemMs: number
const systemNow = () => systemMs
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ioc-clock-'))
  systemMs = SYSTEM_MS
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

test('without a business instant it is the system clock, or that of the folder if it has one', () => {
  const clock = openClock(dataDir, undefined, systemNow)
  expect([clock.now(), clock.atArrival(5), clock.systemInstantOf(7), clock.beganAt, clock.running]).toEqual([
    SYSTEM_MS,
    5,
    7,
    null,
    true,
  ])
  standClock(dataDir, JULY)
  expect(openClock(dataDir, undefined, systemNow).now()).toBe(JULY_MS)
})

test('it stands while the half-year is replayed, then runs at real speed, in every process', () => {
  standClock(dataDir, JULY)
  const [one, other] = [openClock(dataDir, JULY, systemNow), openClock(dataDir, JULY, systemNow)]
  systemMs += 90_000
  expect([one.now(), one.running, one.systemInstantOf(JULY_MS)]).toEqual([JULY_MS, false, null])
  runClock(dataDir, systemMs)
  systemMs += 10_000
  expect([one.now(), other.now(), other.running]).toEqual([JULY_MS + 10_000, JULY_MS + 10_000, true])
})

test('a record that arrived before the clock ran arrived when it stood; a later one by the fixed offset', () => {
  standClock(dataDir, JULY)
  runClock(dataDir, SYSTEM_MS)
  const clock = openClock(dataDir, JULY, systemNow)
  expect(clock.atArrival(SYSTEM_MS - 60_000)).toBe(JULY_MS)
  expect(clock.atArrival(SYSTEM_MS + 60_000)).toBe(JULY_MS + 60_000)
  expect(clock.systemInstantOf(JULY_MS + 60_000)).toBe(SYSTEM_MS + 60_000)
})

test('a restart neither sets it back nor lets it begin again', () => {
  standClock(dataDir, JULY)
  runClock(dataDir, SYSTEM_MS)
  standClock(dataDir, JULY)
  runClock(dataDir, SYSTEM_MS + 50_000)
  systemMs = SYSTEM_MS + 70_000
  expect(openClock(dataDir, JULY, systemNow).now()).toBe(JULY_MS + 70_000)
})

test('another instant than the folder’s is refused: periods would change under the numbers', () => {
  standClock(dataDir, JULY)
  expect(() => openClock(dataDir, '2024-08-01T00:00:00+07:00', systemNow)).toThrow(
    /IOC_BUSINESS_CLOCK says 2024-08-01/,
  )
})
