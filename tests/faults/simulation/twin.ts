import { ClickHouseError } from '@ioc/clickhouse'
import { type DeadLetter, SEALED_CHARACTERS_MAX } from '@ioc/pipeline/dead-letter.ts'
import type { TableBlock } from '@ioc/pipeline/rows.ts'
import type { Store } from '@ioc/pipeline/store.ts'
import type { Reason } from '@ioc/schemas'
import { readInstant } from '@ioc/schemas/events/instant.ts'
import type { Choices } from './choose.ts'
import type { Plan } from './plan.ts'
import { sortingKeys } from './tables.ts'
import type { World } from './world.ts'

export type Row = Record<string, unknown>
type Rates = Plan['rates']

export type TwinOptions = {
  /** Blocks are named by their table and first offset, and a name seen before is dropped without a word. */
  tokens?: boolean
  /** Other sorting keys than the product's, by table. */
  keys?: Record<string, readonly string[]>
}

/** ClickHouse in memory: of each sorting key the row inserted last, and a current state by version beside it. */
export const openTwin = (options: TwinOptions = {}) => {
  const tables = new Map<string, Map<string, Row>>()
  const current = new Map<string, { version: bigint; row: Row }>()
  const tokens = new Set<string>()
  let counted = 0

  const tableOf = (name: string) => {
    const table = tables.get(name) ?? new Map<string, Row>()
    tables.set(name, table)
    return table
  }

  const insert = (block: TableBlock, views: boolean): void => {
    const rows = rowsOf(block)
    if (options.tokens) {
      const { topic, partition, offset } = rows[0]!
      const token = `${block.table} ${topic}/${partition}/${offset}`
      if (tokens.has(token)) return
      tokens.add(token)
    }
    const key = options.keys?.[block.table] ?? sortingKeys.get(block.table)!
    for (const row of rows) tableOf(block.table).set(key.map((column) => row[column]).join('\u0000'), row)
    if (block.table === 'ledger' || !views) return
    counted += rows.length
    for (const row of rows) {
      const version = versionOf(row)
      const before = current.get(row.subject as string)
      if (!before || before.version <= version) current.set(row.subject as string, { version, row })
    }
  }

  const ledgerOf = (topic: string, partition: number) =>
    [...tableOf('ledger').values()].filter((row) => row.topic === topic && row.partition === partition)

  return {
    insert,
    rows: (table: string): Row[] => [...tableOf(table).values()],
    current: (): Row[] => [...current.values()].map(({ row }) => row),
    /** What a view that counts as rows are inserted would say. */
    counted: () => counted,
    ledgerEnd: (
      topic: string,
      partition: number,
      checkedRows: number,
    ): Awaited<ReturnType<Store['ledgerEnd']>> => {
      const all = ledgerOf(topic, partition)
      if (all.length === 0) return null
      const last = Math.max(...all.map(offsetOf))
      const checkedFrom = Math.max(0, last - checkedRows + 1)
      const rows = all.filter((row) => offsetOf(row) >= checkedFrom)
      const read = rows.filter((row) => row.verdict !== 'control' && !codesOf(row).includes('corrupt-batch'))
      const newest = read.toSorted((a, b) => offsetOf(b) - offsetOf(a))[0]
      return {
        last,
        checkedFrom,
        offsets: rows.length,
        record: newest
          ? { offset: offsetOf(newest), appendedAtMs: readInstant(instantOf(newest)) as number }
          : null,
      }
    },
    rejects: (topic: string, partition: number, from: number, to: number): DeadLetter[] =>
      ledgerOf(topic, partition)
        .filter((row) => row.verdict === 'reject' && offsetOf(row) >= from && offsetOf(row) < to)
        .toSorted((a, b) => offsetOf(a) - offsetOf(b))
        .slice(0, 3)
        .map(letterOf),
  }
}

export type Twin = ReturnType<typeof openTwin>

const offsetOf = (row: Row) => row.offset as number
const codesOf = (row: Row) => (row.reasons as Reason[]).map(({ code }) => code)
const instantOf = (row: Row) => `${String(row.appended_at).replace(' ', 'T')}+07:00`

const letterOf = (row: Row): DeadLetter => ({
  topic: row.topic as string,
  partition: row.partition as number,
  offset: row.offset as number,
  appendedAtMs: readInstant(instantOf(row)) as number,
  source: row.event_source as string,
  id: row.event_id as string,
  type: row.event_type as string,
  reasons: row.reasons as Reason[],
  sealedWith: row.sealed_with as string,
  sealed: String(row.value).length <= SEALED_CHARACTERS_MAX ? (row.value as string) : '',
  replayOf: row.replay_of as string,
})

const rowsOf = ({ columns, bytes, rows }: TableBlock): Row[] => {
  const text = String(bytes).trimEnd().split('\n')
  if (text.length !== rows) throw new Error(`${text.length} lines are not the ${rows} rows announced`)
  return text.map((line) => {
    const cells = JSON.parse(line) as unknown[]
    if (cells.length !== columns.length) throw new Error('a line has other cells than the block has columns')
    return Object.fromEntries(columns.map((column, index) => [column, cells[index]]))
  })
}

/** The order of versions: recordedAt, then sequence, then content hash, as the current-state tables have it. */
export const versionOf = (row: Row): bigint =>
  (BigInt(Date.parse(`${String(row.recorded_at).replace(' ', 'T')}+07:00`)) << 128n) +
  (BigInt(row.sequence as number) << 64n) +
  BigInt(row.content_hash as string)

/** The twin with nothing in between. */
export const storeOf = (twin: Twin): Store => ({
  insert: async (block) => twin.insert(block, true),
  ledgerEnd: async (topic, partition, checkedRows) => twin.ledgerEnd(topic, partition, checkedRows),
  rejects: async (topic, partition, from, to) => twin.rejects(topic, partition, from, to),
})

/** The twin as one life sees it: over a wire on which requests, answers and time get lost. */
export const storeOver = (
  twin: Twin,
  life: { name: string; world: World; choices: Choices; rates: () => Rates; unknown: () => void },
): Store => {
  const { name, world, choices } = life
  const request = <T>(signal: AbortSignal, act: (half: boolean) => T): Promise<T> =>
    new Promise((resolve, reject) => {
      const fail = (kind: 'unknown' | 'refused' | 'unreachable', code: number | null = null) =>
        world.answer(name, () => {
          life.unknown()
          reject(new ClickHouseError(kind, code, kind))
        })
      if (signal.aborted) return reject(new ClickHouseError('unknown', null, 'called off'))
      signal.addEventListener('abort', () => reject(new ClickHouseError('unknown', null, 'called off')))
      const rates = life.rates()
      world.send(name, () => {
        if (choices.happens(rates.notDone)) return fail('unreachable')
        if (choices.happens(rates.refused)) return fail('refused', 241) // too much memory, for now
        if (choices.happens(rates.late)) {
          world.send(name, () => void act(false))
          return fail('unknown')
        }
        if (choices.happens(rates.half)) {
          act(true)
          return fail('unknown')
        }
        const answer = act(false)
        if (choices.happens(rates.doneUnknown)) return fail('unknown')
        world.answer(name, () => resolve(answer))
      })
    })
  return {
    insert: (block, signal) => request(signal, (half) => twin.insert(block, !half)),
    ledgerEnd: (topic, partition, checkedRows, signal) =>
      request(signal, () => twin.ledgerEnd(topic, partition, checkedRows)),
    rejects: (topic, partition, from, to, signal) =>
      request(signal, () => twin.rejects(topic, partition, from, to)),
  }
}
