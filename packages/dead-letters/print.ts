import type { Reason } from '@ioc/schemas'
import { toIso } from '@ioc/schemas/events/instant.ts'
import type { Dropped } from './drop.ts'
import type { Counts, DeadLetter } from './list.ts'
import type { Detail, Opened } from './look.ts'
import { positionText } from './position.ts'
import { OUTCOMES, type Replayed, type ReplayOutcome, type SaidReason } from './replay.ts'

const aligned = (rows: readonly (readonly string[])[]): string => {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Seconds, in the province's time, which is named. */
const when = (ms: number) => toIso(ms).replace('T', ' ').replace(/\.\d+/, '')
const codes = (reasons: readonly Reason[]) => [...new Set(reasons.map(({ code }) => code))].join(', ')
const reasonLines = (reasons: readonly SaidReason[]) =>
  reasons.map(({ path, code, message }) => `  ${code}  ${path || '(the record)'}: ${message}`)

export const listText = (letters: readonly DeadLetter[], next: string | null): string =>
  letters.length === 0
    ? 'no dead letters'
    : [
        aligned([
          ['POSITION', 'ARRIVED', 'STATE', 'SOURCE', 'REASONS'],
          ...letters.map((each) => [
            positionText(each),
            when(each.appendedMs),
            each.state,
            each.source || '-',
            codes(each.reasons),
          ]),
        ]),
        ...(next ? [`more: --before ${next}`] : []),
      ].join('\n')

export const countsText = ({ records, reasons, sources, contracts, states }: Counts): string =>
  [
    `${records} dead letters`,
    '',
    aligned([['STATE', 'RECORDS'], ...states.map((each) => [each.state, String(each.records)])]),
    '',
    aligned([
      ['REASON', 'RECORDS', 'NEWEST'],
      ...reasons.map((each) => [each.code, String(each.records), when(each.newestMs)]),
    ]),
    '',
    aligned([
      ['SOURCE', 'RECORDS', 'NEWEST'],
      ...sources.map((each) => [each.source || '-', String(each.records), when(each.newestMs)]),
    ]),
    '',
    aligned([
      ['CONTRACT', 'RECORDS', 'NEWEST'],
      ...contracts.map((each) => [each.contract || '-', String(each.records), when(each.newestMs)]),
    ]),
  ].join('\n')

export const detailText = (detail: Detail): string =>
  [
    `${positionText(detail)}  ${detail.state}`,
    ...(detail.root === positionText(detail) ? [] : [`replays ${detail.root}, and was rejected again`]),
    `arrived ${when(detail.appendedMs)}  source ${detail.source || '-'}  ${detail.valueBytes} bytes  sealed with ${detail.sealedWith || '-'}`,
    'reasons:',
    ...reasonLines(detail.reasons),
    ...(detail.replayRecords.length === 0 ? [] : ['replays:']),
    ...detail.replayRecords.map((each) =>
      `  ${each.position}  ${when(each.appendedMs)}  ${each.verdict}  ${codes(each.reasons)}`.trimEnd(),
    ),
    ...(detail.actions.length === 0 ? [] : ['actions:']),
    ...detail.actions.map((each) =>
      `  ${when(each.actedMs)}  ${each.action}  ${each.actor}  ${each.why}  ${each.detail === '{}' ? '' : each.detail}`.trimEnd(),
    ),
  ].join('\n')

export const openedText = (opened: Opened): string => {
  const { event, outline, raw } = opened
  return [
    `${opened.bytes} bytes, ${opened.masked ? 'masked' : 'UNMASKED'}${opened.atEdge ? ', refused by its producer' : ''}`,
    'headers:',
    ...Object.entries(opened.headers).map(([name, text]) => `  ${name}: ${text}`),
    ...(opened.key === null ? [] : [`key: ${opened.key}`]),
    ...(event === null ? [] : ['event:', JSON.stringify(event, null, 2)]),
    ...(outline === null
      ? []
      : [
          opened.bytes === 0
            ? 'there is no value'
            : `not read as an event${outline.notUtf8At === null ? '' : `: not UTF-8 from byte ${outline.notUtf8At}`}; letters shown as x, digits as 0, the first ${outline.shownBytes} bytes:`,
          ...(opened.bytes === 0 ? [] : [outline.outline]),
        ]),
    ...(raw === null
      ? []
      : [`the bytes${'hex' in raw ? ', in hexadecimal' : ''}:`, 'text' in raw ? raw.text : raw.hex]),
  ].join('\n')
}

const SAID: Record<ReplayOutcome, string> = {
  kept: 'sent and kept',
  'rejected-again': 'sent and rejected again',
  sent: 'sent; the ledger has not folded it yet',
  'would-be-kept': 'would be kept',
  'would-be-rejected': 'not sent: would be rejected again',
  'already-replayed': 'not sent: already replayed',
  'on-its-way': 'not sent: one may be on its way; ask again when the ledger has caught up',
  dropped: 'not sent: dropped; reopen it first',
  'not-replayable': 'not sent: cannot be replayed',
}

export const summaryOf = (results: readonly Replayed[]): Partial<Record<ReplayOutcome, number>> =>
  Object.fromEntries(
    OUTCOMES.map(
      (outcome) => [outcome, results.filter((each) => each.outcome === outcome).length] as const,
    ).filter(([, count]) => count > 0),
  )

const RESULTS_SHOWN = 20

export const replayedText = (results: readonly Replayed[]): string => {
  if (results.length === 0) return 'no dead letters match'
  const shown = results
    .slice(0, RESULTS_SHOWN)
    .flatMap(({ position, outcome, at, reasons }) => [
      `${position}  ${SAID[outcome]}${at ? ` at ${at}` : ''}`,
      ...reasonLines(reasons),
    ])
  return [
    ...shown,
    ...(results.length > RESULTS_SHOWN ? [`… and ${results.length - RESULTS_SHOWN} more`] : []),
    ...(results.length > 1
      ? [
          '',
          ...Object.entries(summaryOf(results)).map(
            ([outcome, count]) => `${count} ${SAID[outcome as ReplayOutcome]}`,
          ),
        ]
      : []),
  ].join('\n')
}

export const droppedText = (results: readonly Dropped[]): string =>
  results.length === 0
    ? 'no dead letters match'
    : results.map(({ position, outcome }) => `${position}  ${outcome}`).join('\n')
