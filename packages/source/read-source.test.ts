import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { dossier } from '@ioc/schemas'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openCheckpoints } from './checkpoint.ts'
import { type ReadSourceOptions, readSource } from './read-source.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ioc-read-source-'))
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(dataDir, { recursive: true, force: true })
})

test('a source speaks twice within its rhythm, so that a word that takes its time does not make it look delayed', async () => {
  const stop = new AbortController()
  let words = 0
  openCheckpoints(dataDir, 'test', 'quiet').save({
    ...{ checkpoint: { at: 1 }, emitted: 1, rejected: 0, skipped: 0, completeUpToMs: 0, finished: true },
  })
  const reading = readSource({
    producer: 'test',
    dataDir,
    source: {
      ...{ name: 'quiet', contract: dossier, title: { vi: '', en: '' }, simulated: true, rhythmSeconds: 15 },
      ...{ pollMs: null, read: async function* () {} },
    } as unknown as ReadSourceOptions['source'],
    kafka: { publish: async () => void words++ } as unknown as ReadSourceOptions['kafka'],
    edge: { businessNow: () => 0 } as ReadSourceOptions['edge'],
    context: { signal: stop.signal } as ReadSourceOptions['context'],
    breaker: { hold: () => null } as unknown as ReadSourceOptions['breaker'],
    log: { warn: () => {} } as unknown as ReadSourceOptions['log'],
  })
  const ended = reading.run()
  // It speaks when it begins, and only then by the clock.
  while (vi.getTimerCount() === 0) await nextTurn()
  expect(words).toBe(1)
  await vi.advanceTimersByTimeAsync(7_499)
  expect(words).toBe(1)
  await vi.advanceTimersByTimeAsync(7_501)
  expect(words).toBe(3)
  stop.abort()
  await ended
  expect(vi.getTimerCount()).toBe(0)
})

test('what was complete stays so while a later walk is in its middle', async () => {
  const stop = new AbortController()
  let walks = 0
  const upTo = [
    [0, 900],
    [300, 1_000],
  ]
  const reading = readSource({
    producer: 'test',
    dataDir,
    source: {
      ...{
        name: 'walking',
        contract: dossier,
        title: { vi: '', en: '' },
        simulated: true,
        rhythmSeconds: 15,
      },
      pollMs: 0,
      async *read() {
        for (const completeUpToMs of upTo[walks++] ?? [])
          yield { events: [], checkpoint: { walks }, completeUpToMs }
        if (walks === 2) stop.abort()
      },
    } as unknown as ReadSourceOptions['source'],
    kafka: { publish: async () => {} } as unknown as ReadSourceOptions['kafka'],
    edge: { businessNow: () => 0 } as ReadSourceOptions['edge'],
    context: { signal: stop.signal } as ReadSourceOptions['context'],
    breaker: {
      ...{
        hold: () => null,
        turn: async () => 'flow',
        count: () => seen.push(reading.status().completeUpToMs),
      },
    } as unknown as ReadSourceOptions['breaker'],
    log: { warn: () => {} } as unknown as ReadSourceOptions['log'],
  })
  const seen: (number | null)[] = []
  await reading.run()
  expect(seen).toEqual([0, 900, 900, 1_000])
})
