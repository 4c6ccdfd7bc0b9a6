import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openCallerHash } from './caller-hash.ts'
import { openCheckpoints } from './checkpoint.ts'
import { BATCH, readCloudEvents, SINGLE, UnreadableBody } from './cloud-events.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ioc-source-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

describe('a push', () => {
  const event = { specversion: '1.0', id: 'a', source: 's', type: 't', time: '2024-06-20T09:15:00+07:00' }
  const told = { id: 'a', source: 's', type: 't', timeMs: Date.parse(event.time), faults: [] }
  const text = (value: unknown) => Buffer.from(JSON.stringify(value))

  test('structured, batch and binary are read alike', () => {
    const structured = { ...event, data: { n: 1 } }
    expect(readCloudEvents(SINGLE, {}, text(structured))).toEqual([{ ...told, data: { n: 1 } }])
    expect(readCloudEvents(`${BATCH}; charset=utf-8`, {}, text([structured]))).toEqual([
      { ...told, data: { n: 1 } },
    ])
    const headers = Object.fromEntries(Object.entries(event).map(([name, value]) => [`ce-${name}`, value]))
    const [binary] = readCloudEvents('application/json', headers, text({ n: 1 }))
    expect(binary).toEqual({ ...told, data: text({ n: 1 }) })
  })

  test('a fault of one event in a batch is that event’s alone', () => {
    const events = readCloudEvents(
      BATCH,
      {},
      text([{ ...event, data: {} }, 7, { ...event, id: '', data: {} }]),
    )
    expect(events.map(({ faults }) => faults?.map(({ code }) => code))).toEqual([
      [],
      ['not-an-event'],
      ['missing-attribute'],
    ])
  })

  const nested = (levels: number) => `{"${'n":{"'.repeat(levels - 1)}n":{}${'}'.repeat(levels)}`
  const withData = (data: string) => `${JSON.stringify(event).slice(0, -1)} ,  "data":${data}}`

  test.each([32, 33, 5_000, 100_000])(
    'data of %i levels is judged alone, in each of the three ways',
    (levels) => {
      const codes = levels > 32 ? ['too-deep'] : []
      const deep = withData(nested(levels))
      const [single] = readCloudEvents(SINGLE, {}, Buffer.from(deep))
      expect(single).toMatchObject({ id: 'a', faults: codes.map((code) => ({ path: 'data', code })) })
      const batch = readCloudEvents(BATCH, {}, Buffer.from(`[${withData('{}')}, ${deep} ,${withData('{}')}]`))
      expect(batch.map(({ faults }) => faults?.map(({ code }) => code))).toEqual([[], codes, []])
      if (levels > 32)
        for (const refused of [single!, batch[1]!])
          expect((refused.data as Buffer).toString().trim()).toBe(deep)
      const headers = { 'ce-specversion': '1.0', 'ce-id': 'a', 'ce-source': 's', 'ce-type': 't' }
      // Bytes are judged where they are read; here they only must be JSON.
      expect(readCloudEvents('application/json', headers, Buffer.from(nested(levels)))).toMatchObject([
        { faults: [], data: Buffer.from(nested(levels)) },
      ])
    },
  )

  test('what else is too deep for the stack is kept as it came, beside its reasons', () => {
    const list = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const marks = JSON.stringify({ id: '\\', text: '],[\\"{', 'data,': null })
    const texts = [list, withData(list), `${marks.slice(0, -1)},"odd":${list}}`]
    const events = readCloudEvents(BATCH, {}, Buffer.from(`\n[ ${texts.join(' , ')} ]`))
    expect(events.map(({ faults }) => faults?.at(-1)?.code)).toEqual([
      'not-an-event',
      'not-an-object',
      'not-an-object',
    ])
    expect(events.map(({ data }) => (data as Buffer).toString().trim())).toEqual(texts)
  })

  test.each([
    { what: 'no JSON', type: SINGLE, body: '{' },
    { what: 'a list where one event is expected', type: SINGLE, body: '[]' },
    { what: 'one event where a list is expected', type: BATCH, body: '{}' },
    { what: 'no attributes anywhere', type: 'application/json', body: '{}' },
    { what: 'no type at all', type: '', body: '{}' },
  ])('$what is unreadable', ({ type, body }) => {
    expect(() => readCloudEvents(type, {}, Buffer.from(body))).toThrow(UnreadableBody)
  })
})

test('a caller is the same caller however typed, another for another key, and never readable', () => {
  const { callerHash: hash } = openCallerHash(dataDir)
  expect(hash(' LAN@example.vn ')).toBe(hash('lan@example.vn'))
  expect(hash('lan@example.vn')).not.toBe(hash('nam@example.vn'))
  expect(hash('lan@example.vn')).toMatch(/^[0-9a-f]{8}:[0-9a-f]{32}$/)
  expect(openCallerHash(dataDir).callerHash('x')).toBe(hash('x'))
  const elsewhere = mkdtempSync(join(tmpdir(), 'ioc-source-'))
  try {
    expect(openCallerHash(elsewhere).callerHash('x')).not.toBe(hash('x'))
  } finally {
    rmSync(elsewhere, { recursive: true, force: true })
  }
})

test('a checkpoint is found again; one that cannot be read is a fault, never a fresh start', () => {
  const checkpoints = openCheckpoints(dataDir, 'dossier-producer', 'first-half-2024')
  expect(checkpoints.load()).toMatchObject({ checkpoint: null, emitted: 0, finished: false })
  const state = {
    checkpoint: { position: 7 },
    emitted: 7,
    rejected: 1,
    skipped: 0,
    completeUpToMs: 5,
    finished: false,
  }
  checkpoints.save(state)
  expect(checkpoints.load()).toEqual(state)
  const file = join(dataDir, 'checkpoints', 'dossier-producer.first-half-2024.json')
  expect(existsSync(`${file}.new`)).toBe(false)
  writeFileSync(file, '{"emitted":')
  expect(() => checkpoints.load()).toThrow(/first-half-2024\.json cannot be read/)
})
