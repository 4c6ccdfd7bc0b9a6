import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ConnectedSource } from '@ioc/connectors'
import { poll } from '@ioc/connectors/poll/poll.ts'
import { byLink } from '@ioc/connectors/poll/ways.ts'
import type { SourceContext } from '@ioc/source'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { nextIn } from './new/answer.ts'
import { indexText } from './new/texts.ts'
import { listIn, readSample } from './sample.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ioc-sample-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const way = poll(byLink({ path: '/items', records: 'result.items', size: 'n', next: 'links.next' }))
const read = (text: string, of: object = { kind: 'poll' }) => {
  const file = join(folder, 'sample')
  writeFileSync(file, text)
  return readSample({ way: of } as ConnectedSource, file, {}, {} as SourceContext)
}
const [one, two] = [
  { id: 1, papers: [{ a: 1 }] },
  { id: 2, papers: [] },
]
const ANSWER = {
  status: 'ok',
  result: { total: 2, items: [one, two] },
  links: { next: 'https://x.example/items?p=2' },
}

test.each([
  {
    what: 'records a line each',
    text: `${JSON.stringify(one)}\n\n${JSON.stringify(two)}\n`,
    where: ['line 1', 'line 3'],
  },
  { what: 'a list', text: JSON.stringify([one, two]), where: ['record 1', 'record 2'] },
  { what: 'an answer with its list deeper', text: JSON.stringify(ANSWER), where: ['record 1', 'record 2'] },
  {
    what: 'the same over many lines',
    text: JSON.stringify(ANSWER, null, 2),
    where: ['record 1', 'record 2'],
  },
])('$what is two records', async ({ text, where }) => {
  expect(await read(text)).toEqual([one, two].map((record, i) => ({ where: where[i], record })))
})

test('the source’s own way goes before: it knows which of two lists holds the records', async () => {
  const answer = JSON.stringify({ ...ANSWER, faults: [{ code: 1 }] })
  expect((await read(answer, way)).map((each) => 'record' in each && each.record)).toEqual([one, two])
})

test('a row of a database with one list in it is one row, as is a record the source’s own way knows no answer in', async () => {
  for (const of of [{ kind: 'database' }, way])
    expect(await read(JSON.stringify(one), of)).toEqual([{ where: 'line 1', record: one }])
})

test('one record over many lines is one record, and a line that is none is told by its number', async () => {
  const wide = { ...Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`f${i}`, i])), ...one }
  expect(await read(JSON.stringify(wide, null, 2))).toEqual([{ where: 'record 1', record: wide }])
  expect(await read(`${JSON.stringify(wide)}\nnone\n`)).toMatchObject([
    { where: 'line 1' },
    { where: 'line 2', faults: [{ code: 'not-json' }] },
  ])
})

test.each([
  {
    answer: ANSWER,
    records: 'result.items',
    next: { path: 'links.next', is: 'link' },
    way: "byLink({ path: '/records', records: 'result.items', size: 'size', next: 'links.next' })",
  },
  {
    answer: { data: [one], paging: { nextCursor: 'eyJ' } },
    records: 'data',
    next: { path: 'paging.nextCursor', is: 'cursor' },
    way: "byCursor({ path: '/records', records: 'data', size: 'size', cursor: 'cursor', next: 'paging.nextCursor' })",
  },
  {
    answer: { error_code: 0, data: [one] },
    records: 'data',
    next: null,
    way: "byPage({ path: '/records', records: 'data', size: 'size', page: 'page' })",
  },
  {
    answer: { value: [one], '@odata.nextLink': '/items?$skip=1' },
    records: 'value',
    next: { path: '@odata.nextLink', is: 'link' },
    way: "byLink({ path: '/records', records: 'value', size: 'size', next: '@odata.nextLink' })",
  },
])('of an answer the way is begun: $way', ({ answer, records, next, way: begun }) => {
  expect(listIn(answer)?.path).toBe(records)
  expect(nextIn(answer)).toEqual(next)
  const text = indexText({
    ...{ name: 'city-hotline', producer: 'hotline-producer', kind: 'poll', title: 'Đường dây nóng' },
    ...{ contract: 'feedback', sampleFields: [], sampleFile: 'sample.json', fields: [] },
    answer: { records, next: nextIn(answer) },
  })
  expect(text).toContain(`way: poll(${begun})`)
})
