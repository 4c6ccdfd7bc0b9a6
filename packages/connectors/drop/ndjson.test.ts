import { writeFileSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { openDropFolder, shown } from './folder.fixture.ts'

let drop: ReturnType<typeof openDropFolder>
afterEach(() => drop?.remove())

const read = async (content: string | Buffer) => {
  drop = openDropFolder()
  writeFileSync(drop.path('a.ndjson'), content)
  return (await drop.read(null)).reads
}

test('an object a line, its values as they are; empty lines are none', async () => {
  const reads = await read('\ufeff{"MaHoSo":"1","Nested":{"a":[1,2]}}\r\n\n  \n{"MaHoSo":"2"}')
  expect(shown(reads)).toEqual([{ MaHoSo: '1', Nested: { a: [1, 2] } }, { MaHoSo: '2' }])
  expect(reads.map(({ where }) => where)).toEqual(['a.ndjson:1', 'a.ndjson:4'])
})

test.each([
  { what: 'no JSON', line: '{"a":', fault: 'not-json: a.ndjson:2 is not JSON' },
  { what: 'no object', line: '[1]', fault: 'not-an-object: a.ndjson:2 is JSON, but not an object' },
  {
    what: 'no UTF-8',
    line: Buffer.from([0x7b, 0xff, 0x7d]),
    fault: 'not-utf8: a.ndjson:2 is not UTF-8 text',
  },
  {
    what: 'no end',
    line: `{"a":"${'x'.repeat(3_000_000)}`,
    fault: 'line-too-long: a.ndjson:2 is longer than 1048576 bytes',
  },
  {
    what: 'no bottom',
    line: `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`,
    fault: 'too-deep: a.ndjson:2 is nested deeper than 32 levels',
  },
])('a line with $what is one fault, and the others are read', async ({ line, fault }) => {
  const bytes = Buffer.concat([
    Buffer.from('{"a":1}\n'),
    Buffer.from(line as string),
    Buffer.from('\n{"a":3}\n'),
  ])
  expect(shown(await read(bytes))).toEqual([{ a: 1 }, fault, { a: 3 }])
})

test('a file of one line without an end is bounded and said', async () => {
  const reads = await read(Buffer.alloc(20_000_000, 'x'))
  expect(shown(reads)).toEqual(['line-too-long: a.ndjson:1 is longer than 1048576 bytes'])
  expect('bytes' in reads[0]! && reads[0].bytes.length).toBe(65_536)
})
