import { readFileSync } from 'node:fs'
import { openCatalogues } from '@ioc/catalogues'
import { contractById } from '@ioc/schemas'
import { expect, test } from 'vitest'
import type { Incoming } from './edge.ts'
import { firstOutOfScope } from './key-scope.ts'

const tree = openCatalogues()
const example = (id: string, file: string) =>
  JSON.parse(readFileSync(new URL(`../../schemas/examples/${id}/${file}`, import.meta.url), 'utf8'))
const dossier = example('dossier.v1', 'keep.received-online.json')

const judge = (units: string[] | null, data: Incoming['data'], id = 'dossier.v1') =>
  firstOutOfScope([{ source: 's', id: 'a', type: null, timeMs: null, data }], new Map([['s', units]]), {
    contract: contractById.get(id)!,
    tree,
  })
const of = (unitCode: unknown, more: object = {}) => ({ ...dossier.data, unitCode, ...more })
const in2025 = {
  recordedAt: '2025-01-10T09:00:00+07:00',
  receivedAt: '2025-01-09T09:00:00+07:00',
  submittedAt: null,
  payments: [],
}

test.each<[string, string[] | null, unknown, boolean]>([
  ['the unit itself', ['24769'], of('24769'), true],
  ['a commune of a named district', ['672'], of('24769'), true],
  ['all below the province', ['68'], of('24769'), true],
  ['a commune of another district', ['673'], of('24769'), false],
  ['the district of a named commune', ['24769'], of('672'), false],
  ['the second of two', ['673', '672'], of('24769'), true],
  ['any, where the key names none', null, of('24769'), true],
  // 681 became part of 682 on 2024-12-01: the tree of the day of reception decides.
  ['a commune of 681 received in 2023 is not below 682', ['682'], of('25096'), false],
  ['the same commune received in 2025 is', ['682'], of('25096', in2025), true],
  ['the district that was merged', ['682'], of('681'), false],
  ['a code nobody knows is the edge’s to refuse', ['673'], of('99999'), true],
  ['a unit that is no text, too', ['673'], of(7), true],
  ['none at all', ['673'], { dossierCode: 'x' }, true],
  // Broken elsewhere: it will be refused, but not kept under the name of who may not speak of that unit.
  ['a broken event of another unit', ['673'], of('24769', { status: 'lost' }), false],
  ['a broken event of a unit that once was below', ['682'], of('25096', { status: 'lost' }), true],
])('%s', (_what, units, data, may) => {
  expect(judge(units, data as Record<string, unknown>)?.unit ?? null).toBe(
    may ? null : (data as { unitCode: string }).unitCode,
  )
})

test('data that came as bytes, and an event whose attributes are wrong, are looked into', () => {
  const bytes = (value: unknown) => Buffer.from(JSON.stringify(value))
  expect(judge(['673'], bytes(of('24769')))).toEqual({ index: 0, unit: '24769', units: ['673'] })
  expect(judge(['673'], bytes({ ...dossier, id: '' }))?.unit).toBe('24769')
  expect(judge(['673'], bytes({ id: '', data_base64: bytes(of('24769')).toString('base64') }))?.unit).toBe(
    '24769',
  )
  expect(judge(['673'], Buffer.from('{'))).toBeNull()
})

test.each([
  ['feedback.v1', 'keep.hotline-waiting.json'],
  ['survey-response.v1', 'keep.sipas.json'],
])('%s is of its unit on its own day', (id, file) => {
  const { data } = example(id, file)
  expect([judge([data.unitCode], data, id), judge(['25096'], data, id)?.unit]).toEqual([null, data.unitCode])
})
