import { expect, test } from 'vitest'
import { readRowsInsert } from './insert.ts'

const read = (text: string) => {
  const bytes = Buffer.from(text)
  const insert = readRowsInsert(bytes)
  if (insert === undefined) return undefined
  const { headBytes, ...head } = insert
  return { ...head, rows: bytes.subarray(headBytes).toString() }
}

test.each([
  {
    text: 'INSERT INTO ioc.ledger FORMAT JSONEachRow',
    insert: { table: 'ioc.ledger', columns: undefined, settings: {}, format: 'JSONEachRow', rows: '' },
  },
  {
    text: 'insert into table `ledger` ( `a`, b,"c" )\nformat jsoncompacteachrow \n["Đà Lạt"]\n',
    insert: {
      table: 'ledger',
      columns: ['a', 'b', 'c'],
      settings: {},
      format: 'JSONCompactEachRow',
      rows: '["Đà Lạt"]\n',
    },
  },
  {
    text: "-- hồ sơ\nINSERT INTO t SETTINGS async_insert=0, log_comment = 'x y' FORMAT TSV\n1\t2",
    insert: {
      table: 't',
      columns: undefined,
      settings: { async_insert: 0, log_comment: 'x y' },
      format: 'TabSeparated',
      rows: '1\t2',
    },
  },
  {
    text: 'INSERT INTO t FORMAT JSONEachRow {"a":1}',
    insert: { table: 't', columns: undefined, settings: {}, format: 'JSONEachRow', rows: '{"a":1}' },
  },
])('rows follow $text', ({ text, insert }) => {
  expect(read(text)).toEqual(insert)
})

// The engine must read these by itself.
test.each([
  "INSERT INTO t VALUES (1, 'FORMAT JSONEachRow')",
  'INSERT INTO t SELECT 1 FORMAT JSONEachRow',
  "INSERT INTO FUNCTION null('a Int8') FORMAT JSONEachRow",
  'INSERT INTO t (* EXCEPT(a)) FORMAT JSONEachRow',
  'INSERT INTO `hồ sơ` FORMAT JSONEachRow',
  'INSERT INTO t FORMAT Parquet',
  'SELECT 1 FORMAT JSONEachRow',
  '',
])('no rows follow %s', (text) => {
  expect(read(text)).toBeUndefined()
})
