import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCatalogues } from '@ioc/catalogues'
import { backfill } from '@ioc/connectors/backfill/run.ts'
import { writePlaced } from '@ioc/connectors/place.ts'
import type { IncomingRecord } from '@ioc/kafka'
import { dossier } from '@ioc/schemas'
import type { SourceControl } from '@ioc/schemas/control/source-control.ts'
import type { Candidate } from '@ioc/source/source.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openAgain } from './reading.ts'

const JUNE = { from: '2024-06-01', to: '2024-06-30' }
const HELD: SourceControl = {
  ...{ source: 'some-portal', contract: dossier.id, state: 'held', at: '2024-07-01T08:00:00+07:00' },
  ...{ by: 'lan', why: 'wrong units', lastReason: null, counts: null },
}
let dataDir: string
let stopping: AbortController
let published: number
let controls: SourceControl[]
/** Called when the pace asks how far the aggregator is. */
let onPace: () => void
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ioc-backfill-'))
  stopping = new AbortController()
  published = 0
  controls = []
  onPace = () => {}
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const EXAMPLE = join(import.meta.dirname, '../../../schemas/examples/dossier.v1/keep.received-online.json')
const { data: good } = JSON.parse(readFileSync(EXAMPLE, 'utf8')) as { data: Record<string, unknown> }
const RECEIVED = {
  recordedAt: '2024-06-20T09:15:00+07:00',
  submittedAt: '2024-06-20T08:55:00+07:00',
  receivedAt: '2024-06-20T09:15:00+07:00',
  dueAt: '2024-06-27',
}
const events = (count: number): Candidate[] =>
  Array.from({ length: count }, (_, i) => ({
    ...{ id: `some-portal/${i}`, atMs: Date.parse('2024-06-20T08:30:00+07:00') },
    data: { ...good, ...RECEIVED, dossierCode: `000.00.00.H36-240620-${String(i).padStart(4, '0')}` },
  }))

const kafka = {
  publish: async (_: string, records: unknown[], { signal }: { signal: AbortSignal }) => {
    signal.throwIfAborted()
    published += records.length
  },
  admin: {
    offsets: async (topic: string) => {
      if (topic === dossier.id) onPace()
      return [{ partition: 0, low: 0, high: topic === dossier.id ? 0 : controls.length }]
    },
  },
  readFrom: async (
    ...[, , , , take]: [string, number, number, number, (records: IncomingRecord[]) => void]
  ) => {
    take(controls.map((control) => ({ value: Buffer.from(JSON.stringify(control)) }) as never))
  },
}

const run = (more: { count?: number; reading?: string; sinces?: unknown[]; dryRun?: boolean } = {}) =>
  backfill({
    ...{ producer: 'dossier-producer', source: 'some-portal', contract: dossier, days: JUNE },
    ...{ reading: more.reading ?? '1.aaaa', dryRun: more.dryRun ?? false, perSecond: 1_000_000, dataDir },
    kafka: kafka as never,
    clickhouse: { query: async () => [] } as never,
    edge: {
      ...{
        contract: dossier,
        catalogues: openCatalogues(),
        sealer: { seal: (bytes: Buffer) => bytes } as never,
      },
      businessNow: () => Date.parse('2024-07-01T00:00:00+07:00'),
    },
    context: { clock: { now: () => 0 }, signal: stopping.signal } as never,
    async *read(since) {
      more.sinces?.push(since)
      const all = events(more.count ?? 1_000)
      yield { events: all.slice(0, 500), checkpoint: { page: 1 } }
      yield { events: all.slice(500), checkpoint: { page: 2 } }
    },
    onProgress: () => {},
  })

test('it reads to the end, and the checkpoint is named by its reading', async () => {
  expect(await run()).toMatchObject({ finished: true, hold: null, read: 1_000 })
  expect(published).toBe(1_000)
  expect(readdirSync(join(dataDir, 'checkpoints'))).toEqual([
    'dossier-producer.backfill.some-portal.2024-06-01.2024-06-30.1.aaaa.json',
  ])
})

test('stopped while it waits for its turn, it ends as stopped and not by a fault, and goes on there', async () => {
  onPace = () => {
    if (published === 500) stopping.abort()
  }
  expect(await run()).toMatchObject({ finished: false, hold: null })
  expect(published).toBe(500)
  stopping = new AbortController()
  onPace = () => {}
  const sinces: unknown[] = []
  expect(await run({ sinces })).toMatchObject({ resumed: true, finished: true })
  expect(sinces).toEqual([{ page: 1 }])
})

test('with other settings, or in another generation, it begins anew', async () => {
  onPace = () => {
    if (published === 500) stopping.abort()
  }
  await run()
  onPace = () => {}
  stopping = new AbortController()
  const sinces: unknown[] = []
  expect(await run({ reading: '1.bbbb', sinces })).toMatchObject({ resumed: false, finished: true })
  expect(sinces).toEqual([null])
})

test('of a source that is held nothing is read or sent; a dry run, which sends nothing, may be made', async () => {
  controls = [HELD]
  const sinces: unknown[] = []
  expect(await run({ sinces })).toMatchObject({ finished: false, hold: { by: 'lan', why: 'wrong units' } })
  expect([published, sinces]).toEqual([0, []])
  expect(await run({ dryRun: true })).toMatchObject({ finished: true, hold: null, read: 1_000 })
  controls = [HELD, { ...HELD, state: 'released' }]
  expect(await run()).toMatchObject({ finished: true, hold: null })
})

test('a reading is another one after a reset and with other settings, and the same with the same', async () => {
  const name = 'one-stop-portal'
  const readingOf = async (generation: number, pageSize: number) => {
    const settings = { url: 'http://127.0.0.1:1', pageSize }
    writePlaced(dataDir, 'dossier-producer', name, { on: false, generation, settings })
    const again = await openAgain(name, undefined, JUNE, dataDir, { signal: stopping.signal } as never)
    if ('problem' in again) throw new Error(again.problem)
    await again.close()
    return again.reading
  }
  const first = await readingOf(1, 50)
  expect(await readingOf(1, 50)).toBe(first)
  expect(new Set([first, await readingOf(2, 50), await readingOf(1, 60)]).size).toBe(3)
})
