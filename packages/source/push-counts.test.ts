import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { servingPart } from './producer.ts'
import { openPushCounts } from './push-counts.ts'

let dataDir: string
let said: string[]
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ioc-push-counts-'))
  said = []
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(dataDir, { recursive: true, force: true })
})

const say = (_: unknown, line?: string) => void said.push(line ?? '')
const open = () => openPushCounts(dataDir, 'dossier-producer', { error: say, info: () => {} } as never)
const file = () => join(dataDir, 'checkpoints', 'dossier-producer.push.vendor.json')
const saved = () => JSON.parse(readFileSync(file(), 'utf8')) as { emitted: number; rejected: number }

test('a damaged file is said once and counted from zero, and the next save mends it', () => {
  mkdirSync(join(dataDir, 'checkpoints'))
  writeFileSync(file(), '{"emitted": 12')
  const counts = open()
  expect(counts.of('vendor')).toEqual({ emitted: 0, rejected: 0 })
  counts.count('vendor', true)
  expect(counts.of('vendor')).toEqual({ emitted: 1, rejected: 1 })
  expect(said).toEqual(['what was pushed is counted from zero again'])
  counts.save()
  expect(saved()).toMatchObject({ emitted: 1, rejected: 1 })
})

test('counts that cannot be saved go on in memory, are said once, and are saved once that is possible', () => {
  const clock = vi.spyOn(performance, 'now').mockReturnValue(10_000)
  writeFileSync(join(dataDir, 'checkpoints'), 'no folder')
  const counts = open()
  for (let at = 0; at < 5; at += 1) {
    clock.mockReturnValue(20_000 + at * 1_000)
    counts.count('other', false)
  }
  counts.save()
  expect(counts.of('other')).toEqual({ emitted: 5, rejected: 0 })
  // Its file cannot be read either, as no folder is there.
  expect(said.filter((line) => line.includes('cannot be saved'))).toHaveLength(1)
  rmSync(join(dataDir, 'checkpoints'))
  counts.count('vendor', false)
  counts.save()
  expect(saved()).toMatchObject({ emitted: 1 })
})

test('what the doors still took while they closed is saved', async () => {
  const counts = open()
  const http = { listen: async () => undefined as never, close: async () => counts.count('vendor', false) }
  counts.count('vendor', false)
  counts.count('vendor', false)
  await servingPart(http, counts).stop()
  expect(saved()).toMatchObject({ emitted: 3 })
})
