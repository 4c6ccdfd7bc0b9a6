import { type DeadLetter, SEALED_CHARACTERS_MAX } from '@ioc/pipeline/dead-letter.ts'
import { LEDGER_COLUMNS } from '@ioc/pipeline/ledger-row.ts'
import type { Store } from '@ioc/pipeline/store.ts'
import { expect, test } from 'vitest'

const APPENDED_MS = Date.parse('2024-07-01T00:00:00.123+07:00')
const never = new AbortController().signal

type Row = { offset: number; verdict?: string; code?: string; value?: string; source?: string }

/** What the pipeline relies on, behind whatever door: ClickHouse, or its twin in memory. Each test has a topic of its own. */
export const behavesAsStore = (open: () => Store): void => {
  const insert = (topic: string, partition: number, rows: Row[]) =>
    open().insert(
      {
        table: 'ledger',
        columns: LEDGER_COLUMNS,
        format: 'JSONCompactEachRow',
        bytes: rows.map((row) => lineOf(topic, partition, row)).join(''),
        rows: rows.length,
      },
      never,
    )
  const end = (topic: string, partition: number, checkedRows = 500_000) =>
    open().ledgerEnd(topic, partition, checkedRows, never)

  /** Page by page, as the export asks. */
  const allRejects = async (topic: string, partition: number, from: number, to: number) => {
    const all: DeadLetter[] = []
    for (;;) {
      const page = await open().rejects(
        topic,
        partition,
        all.at(-1) ? all.at(-1)!.offset + 1 : from,
        to,
        never,
      )
      if (page.length === 0) return all
      all.push(...page)
    }
  }

  test('no row is no end, though max over nothing is 0 as well', async () => {
    expect(await end('nothing', 0)).toBeNull()
    await insert('nothing', 0, [{ offset: 0 }])
    expect(await end('nothing', 0)).toEqual({
      ...{ last: 0, checkedFrom: 0, offsets: 1 },
      record: { offset: 0, appendedAtMs: APPENDED_MS },
    })
    expect(await end('nothing', 1)).toBeNull()
  })

  test('repeats meet under one key; a hole shows in the number', async () => {
    await insert('repeats', 0, upTo(100))
    await insert('repeats', 0, upTo(140).slice(60))
    await insert('repeats', 0, upTo(100))
    expect(await end('repeats', 0)).toMatchObject({ last: 139, offsets: 140 })
    await insert('repeats', 0, [{ offset: 150 }])
    expect(await end('repeats', 0)).toMatchObject({ last: 150, offsets: 141 })
    expect(await end('repeats', 0, 5)).toMatchObject({ last: 150, checkedFrom: 146, offsets: 1 })
  })

  test('the log is compared with a record that was read: neither a control record nor a corrupt one', async () => {
    await insert('proof', 0, [
      { offset: 0 },
      { offset: 1, verdict: 'reject', code: 'wrong-type' },
      { offset: 2, verdict: 'reject', code: 'corrupt-batch' },
      { offset: 3, verdict: 'control' },
    ])
    expect(await end('proof', 0)).toMatchObject({ last: 3, record: { offset: 1, appendedAtMs: APPENDED_MS } })
    await insert('proof', 1, [{ offset: 0, verdict: 'control' }])
    expect(await end('proof', 1)).toMatchObject({ last: 0, record: null })
  })

  test('rejects come in order, each once, from the first offset asked to before the last', async () => {
    const rejected = (offset: number) => ({
      offset,
      verdict: 'reject',
      code: 'wrong-type',
      value: `sealed ${offset}`,
    })
    await insert('rejects', 0, [rejected(1), { offset: 2 }, rejected(3), rejected(4)])
    await insert('rejects', 0, [
      rejected(4),
      rejected(5),
      { offset: 6 },
      rejected(7),
      rejected(8),
      rejected(9),
    ])
    await insert('rejects', 1, [rejected(1)])
    expect((await allRejects('rejects', 0, 3, 9)).map(({ offset }) => offset)).toEqual([3, 4, 5, 7, 8])
    expect(await allRejects('rejects', 0, 10, 20)).toEqual([])
    expect((await allRejects('rejects', 0, 3, 4))[0]).toEqual({
      ...{ topic: 'rejects', partition: 0, offset: 3, appendedAtMs: APPENDED_MS },
      ...{ source: 'test', id: 'id-3', type: 'a-type', sealedWith: 'key', sealed: 'sealed 3' },
      reasons: [{ path: 'data.x', code: 'wrong-type', message: 'is "wrong"' }],
      replayOf: 'rejects/0/0',
    })
  })

  test('sealed bytes too long to export are left where they are', async () => {
    const value = 'x'.repeat(SEALED_CHARACTERS_MAX + 1)
    const rows = upTo(12).map((row) => ({ ...row, verdict: 'reject', code: 'too-large', value }))
    await insert('long', 0, rows)
    const letters = await allRejects('long', 0, 0, 12)
    expect(letters.map(({ offset, sealed }) => [offset, sealed])).toEqual(
      upTo(12).map(({ offset }) => [offset, '']),
    )
  })
}

const upTo = (end: number): Row[] => Array.from({ length: end }, (_, offset) => ({ offset }))

const lineOf = (
  topic: string,
  partition: number,
  { offset, verdict = 'skip', code, value = '' }: Row,
): string => {
  const reasons = code === undefined ? [] : [{ path: 'data.x', code, message: 'is "wrong"' }]
  const cells = {
    ...{ topic, partition, offset, appended_at: '2024-07-01 00:00:00.123', verdict },
    ...{
      event_source: 'test',
      event_id: `id-${offset}`,
      event_type: 'a-type',
      event_time: null,
      subject: '',
    },
    ...{ reasons, contract: '', catalogue_version: '', value, value_bytes: 0, sealed_with: 'key' },
    replay_of: 'rejects/0/0',
  }
  return `${JSON.stringify(LEDGER_COLUMNS.map((column) => cells[column]))}\n`
}
