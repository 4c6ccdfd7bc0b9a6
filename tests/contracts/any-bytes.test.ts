import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openCatalogues } from '@ioc/catalogues'
import { readRecord } from '@ioc/reader'
import { contractById } from '@ioc/schemas'
import { readCloudEvents, SINGLE, UnreadableBody } from '@ioc/source/cloud-events.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const EXAMPLES = join(import.meta.dirname, '../../schemas/examples')
const ARRIVAL = Date.parse('2024-07-01T00:00:00+07:00')
const catalogues = openCatalogues()

const exampleOf = (file: string) =>
  (JSON.parse(readFileSync(join(EXAMPLES, file), 'utf8')) as { data: Record<string, unknown> }).data

/** Bytes of every kind: noise, JSON of any shape, and good data with one field spoilt. */
const spoilt = (data: Record<string, unknown>) =>
  fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc.json().map((text) => Buffer.from(text)),
    fc
      .record({ field: fc.constantFrom(...Object.keys(data)), value: fc.jsonValue() })
      .map(({ field, value }) => Buffer.from(JSON.stringify({ ...data, [field]: value }))),
  )

test.each([
  { topic: 'dossier.v1', file: 'dossier.v1/keep.returned-on-time.json' },
  { topic: 'feedback.v1', file: 'feedback.v1/keep.portal-published.json' },
  { topic: 'survey-response.v1', file: 'survey-response.v1/keep.sipas.json' },
  { topic: 'reported-figure.v1', file: 'reported-figure.v1/keep.reported-halves.json' },
  { topic: 'source-progress.v1', file: 'source-progress.v1/keep.all-units.json' },
])('whatever the bytes on $topic are, the outcome is a value and never a throw', ({ topic, file }) => {
  const headers = Object.fromEntries(
    Object.entries({
      ce_specversion: '1.0',
      ce_id: 'x',
      ce_source: 'y',
      ce_type: `vn.lamdong.ioc.${topic}`,
    }).map(([name, text]) => [name, Buffer.from(text)]),
  )
  fc.assert(
    fc.property(spoilt(exampleOf(file)), (value) => {
      const record = { topic, partition: 0, offset: 0, appendedAtMs: ARRIVAL, key: null, value, headers }
      const outcome = readRecord(record, {
        contracts: contractById,
        catalogues,
        atArrival: (ms) => ms,
        isSealed: () => false,
      })
      expect(['keep', 'reject']).toContain(outcome.kind)
    }),
    { numRuns: 400 },
  )
})

test('whatever is pushed, it is read as events or refused as unreadable', () => {
  fc.assert(
    fc.property(spoilt(exampleOf('dossier.v1/keep.returned-on-time.json')), fc.string(), (body, id) => {
      for (const [type, headers] of [
        [SINGLE, {}],
        ['application/json', { 'ce-specversion': '1.0', 'ce-id': id, 'ce-source': id, 'ce-type': id }],
      ] as const)
        try {
          expect(readCloudEvents(type, headers, body)).toHaveLength(1)
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadableBody)
        }
    }),
    { numRuns: 400 },
  )
})
