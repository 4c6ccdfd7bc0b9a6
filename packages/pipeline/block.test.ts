import type { KeptEvent, LogRecord } from '@ioc/reader'
import { type Contract, contractById, type Outcome, type Reason, reject } from '@ioc/schemas'
import { openSealer } from '@ioc/sealing'
import { openOriginal } from '@ioc/sealing/original.ts'
import { expect, test } from 'vitest'
import { makeBlock } from './block.ts'
import { deadLetter } from './dead-letter.ts'
import { LEDGER_COLUMNS } from './ledger-row.ts'

const sealer = openSealer(Buffer.alloc(32, 3))
const contract = contractById.get('dossier.v1') as Contract
const PERSON = 'Lò Thị Không Có Thật'

const record = (offset: number, value = `{"n":${offset}}`): LogRecord => ({
  topic: 'dossier.v1',
  partition: 2,
  offset,
  appendedAtMs: 1_719_766_800_000 + offset,
  key: null,
  value: Buffer.from(value),
  headers: { ce_source: Buffer.from('test'), ce_id: Buffer.from(`id-${offset}`) },
})
const kept = ({ offset, value }: LogRecord): Outcome<KeptEvent> => ({
  kind: 'keep',
  value: {
    contract,
    writtenBy: contract,
    envelope: { source: 'test', id: `id-${offset}`, type: 't', timeMs: null },
    subject: `s/${offset}`,
    text: value!.toString(),
    cells: [`line of ${offset}`],
  },
})
const run = (records: LogRecord[], firstOffset: number, lastOffset: number) => ({
  topic: 'dossier.v1',
  partition: 2,
  records,
  firstOffset,
  lastOffset,
})
const rows = (lines: string | Buffer) =>
  String(lines)
    .trim()
    .split('\n')
    .map((line) => {
      const cells = JSON.parse(line) as unknown[]
      expect(cells).toHaveLength(LEDGER_COLUMNS.length)
      return Object.fromEntries(LEDGER_COLUMNS.map((column, index) => [column, cells[index]]))
    })

test('one ledger row for every offset from first to last, whatever the client showed', () => {
  // 10 and 13 are control records, 16 and 17 an aborted end.
  const block = makeBlock(
    run(
      [11, 12, 14, 15].map((n) => record(n)),
      10,
      17,
    ),
    kept,
    sealer,
    'c1',
  )
  expect(rows(block.ledger.bytes).map(({ offset, verdict }) => [offset, verdict])).toEqual([
    [10, 'control'],
    [11, 'keep'],
    [12, 'keep'],
    [13, 'control'],
    [14, 'keep'],
    [15, 'keep'],
    [16, 'control'],
    [17, 'control'],
  ])
  expect(block.counts).toEqual({ keep: 4, skip: 0, reject: 0, control: 4 })
  expect(block.ledger.rows).toBe(8)
})

test('every row names the catalogues in force at its own append time', () => {
  const at = (offset: number, appendedAtMs: number) => ({ ...record(offset), appendedAtMs })
  const reads = (each: LogRecord) =>
    each.offset === 3 ? reject({ path: '', code: 'not-json' as const, message: '' }) : kept(each)
  const block = makeBlock(run([at(0, 10), at(1, 20), at(3, 30), at(4, 10)], 0, 5), reads, sealer, (ms) =>
    ms < 20 ? 'c1' : 'c2',
  )
  expect(rows(block.ledger.bytes).map((row) => [row.verdict, row.catalogue_version])).toEqual([
    ['keep', 'c1'],
    ['keep', 'c2'],
    ['control', 'c2'],
    ['reject', 'c2'],
    ['keep', 'c1'], // a broker's clock that was set back
    ['control', 'c1'],
  ])
})

test('a run of control records alone still fills the ledger', () => {
  expect(rows(makeBlock(run([], 4, 6), kept, sealer, 'c1').ledger.bytes).map(({ offset }) => offset)).toEqual(
    [4, 5, 6],
  )
})

test('kept records become rows of their table in the order of the log', () => {
  const block = makeBlock(run([record(0), record(1)], 0, 1), kept, sealer, 'c1')
  expect(block.business).toMatchObject([{ table: 'dossier_version', rows: 2 }])
  expect(String(block.business[0]!.bytes)).toBe('["line of 0"]\n["line of 1"]\n')
})

test('a rejected record stops nobody: sealed in ledger and dead letter, with its reasons in the open', () => {
  const reasons: Reason[] = [{ path: 'data.ChuHoSo', code: 'personal-data', message: 'names a person' }]
  const bad = record(1, `{"ChuHoSo":"${PERSON}"}`)
  const read = (each: LogRecord) => (each.offset === 1 ? reject(...reasons) : kept(each))
  const block = makeBlock(run([record(0), bad, record(2)], 0, 2), read, sealer, 'c1')
  expect(block.counts).toEqual({ keep: 2, skip: 0, reject: 1, control: 0 })
  const row = rows(block.ledger.bytes)[1]!
  expect(row).toMatchObject({
    offset: 1,
    verdict: 'reject',
    reasons,
    sealed_with: sealer.keyId,
    event_id: 'id-1',
  })
  const [letter] = block.deadLetters.map(deadLetter)
  expect(letter?.key).toBe('dossier.v1/2/1')
  for (const text of [String(block.ledger.bytes), String(letter?.value)]) expect(text).not.toContain(PERSON)
  expect(openOriginal(sealer, Buffer.from(row.value as string, 'base64')).value).toEqual(bad.value)
})

test('a corrupt batch is a reject at each of its offsets; its bytes, sealed, are with the first', () => {
  const bytes = Buffer.from(PERSON)
  const corrupt = [
    { firstOffset: 2, lastOffset: 4, appendedAtMs: 1_719_766_800_500, code: 'crc' as const, bytes },
  ]
  const block = makeBlock({ ...run([record(0), record(6)], 0, 7), corrupt }, kept, sealer, 'c1')
  const ledger = rows(block.ledger.bytes)
  expect(ledger.map(({ offset, verdict }) => [offset, verdict])).toEqual([
    [0, 'keep'],
    [1, 'control'],
    [2, 'reject'],
    [3, 'reject'],
    [4, 'reject'],
    [5, 'control'],
    [6, 'keep'],
    [7, 'control'],
  ])
  expect(block.counts).toEqual({ keep: 2, skip: 0, reject: 3, control: 3 })
  expect(ledger[3]!.reasons).toMatchObject([{ path: 'batch', code: 'corrupt-batch' }])
  expect(ledger.filter((row) => row.sealed_with !== '').map(({ offset }) => offset)).toEqual([2])
  expect(openOriginal(sealer, Buffer.from(ledger[2]!.value as string, 'base64')).value).toEqual(bytes)
  expect(block.deadLetters.map(({ offset }) => offset)).toEqual([2, 3, 4])
})

test('a corrupt batch the run begins inside of gives only the offsets of the run', () => {
  const corrupt = [{ firstOffset: 2, lastOffset: 9, appendedAtMs: 1, code: 'records' as const, bytes: null }]
  const block = makeBlock({ ...run([], 5, 7), corrupt }, kept, sealer, 'c1')
  expect(rows(block.ledger.bytes).map(({ offset, verdict, value }) => [offset, verdict, value])).toEqual([
    [5, 'reject', ''],
    [6, 'reject', ''],
    [7, 'reject', ''],
  ])
})

test('a replay says in the export too which dead letter it was', () => {
  const bad = { ...record(3), headers: { ioc_replay_of: Buffer.from('dossier.v1/2/1') } }
  const { deadLetters } = makeBlock(
    run([bad], 3, 3),
    () => reject({ path: '', code: 'not-json', message: '' }),
    sealer,
    'c1',
  )
  expect(JSON.parse(String(deadLetter(deadLetters[0]!).value))).toMatchObject({
    offset: 3,
    replayOf: 'dossier.v1/2/1',
  })
})

test('an attribute that is no code is left out: it could be a name', () => {
  const bad = { ...record(0), headers: { ce_id: Buffer.from(PERSON), ce_source: Buffer.from('test') } }
  const [row] = rows(
    makeBlock(run([bad], 0, 0), () => reject({ path: '', code: 'not-json', message: '' }), sealer, 'c1')
      .ledger.bytes,
  )
  expect(row).toMatchObject({ event_id: '', event_source: 'test' })
})
