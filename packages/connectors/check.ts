import { type Judging, judgeData } from '@ioc/reader'
import { fewReasons } from '@ioc/reader/few-reasons.ts'
import { businessLine, columnsOf } from '@ioc/reader/row.ts'
import type { CatalogueView, Reason } from '@ioc/schemas'
import { mapReads } from './candidates.ts'
import type { ConnectedSource } from './connected.ts'
import type { MapContext } from './mapping.ts'
import type { Read } from './way.ts'

/** What would become of one record, had it been sent. */
export type Checked = { where: string; record: unknown } & (
  | { verdict: 'keep'; id: string; row: Record<string, unknown>; line: string }
  | { verdict: 'skip'; why: string }
  | { verdict: 'reject'; id: string; reasons: readonly Reason[] }
)

export type Checking = MapContext & { catalogues: CatalogueView; businessNowMs: number }

/** Maps and judges records as the producer does, strictly, and makes the rows they would be; nothing is sent. */
export const checkReads = (
  connected: ConnectedSource,
  reads: readonly Read[],
  { catalogues, businessNowMs, ...context }: Checking,
): Checked[] => {
  const judging: Judging = { catalogues, arrivedAtMs: businessNowMs, mode: 'strict' }
  const { contract } = connected
  let offset = 0
  return reads.flatMap((read) => {
    const record = 'record' in read ? read.record : null
    return mapReads(connected, [read], context, businessNowMs).map((mapped): Checked => {
      const head = { where: read.where, record }
      if (mapped.kind === 'skip') return { ...head, verdict: 'skip', why: mapped.why }
      const { candidate } = mapped
      if ('bytes' in candidate)
        return { ...head, verdict: 'reject', id: candidate.id, reasons: candidate.faults ?? [] }
      const judged = judgeData(contract, candidate.data, judging)
      if (judged.kind !== 'keep')
        return {
          ...head,
          verdict: 'reject',
          id: candidate.id,
          reasons: judged.kind === 'reject' ? fewReasons(judged.reasons) : [],
        }
      const line = businessLine(
        contract,
        judged.value.data,
        judged.value.extra,
        { source: connected.name, id: candidate.id },
        { topic: contract.id, partition: 0, offset: offset++, appendedAtMs: businessNowMs },
        catalogues,
      )
      return { ...head, verdict: 'keep', id: candidate.id, line, row: rowOf(columnsOf(contract), line) }
    })
  })
}

/** The line as it goes into ClickHouse (JSONCompactEachRow), by column; numbers no JSON reader keeps exact are shown as text. */
const rowOf = (columns: readonly string[], line: string): Record<string, unknown> => {
  const exact = (_: string, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && Number.isInteger(value)
      ? (context?.source ?? value)
      : value
  const values = JSON.parse(line, exact) as unknown[]
  return Object.fromEntries(columns.map((column, index) => [column, values[index]]))
}
