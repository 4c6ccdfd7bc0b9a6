import type { Figure } from '@ioc/indicators'
import type { PublishedSnapshot, Result } from './result.ts'

const number = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 4 })
const show = (n: number | null) => (n === null ? '—' : number.format(n))
const comma = (text: string) => text.replace('.', ',')

const verdict = (figure: Figure) =>
  figure.agrees
    ? 'khớp / agrees'
    : figure.knownDifference
      ? `khác biệt đã biết / known: ${figure.knownDifference}`
      : 'LỆCH / DIFFERS'

const computed = (figure: Figure) => {
  if (figure.value === null) return '—'
  return figure.kind === 'count'
    ? show(figure.value)
    : comma(figure.value.toFixed(figure.kind === 'ratio' ? 2 : figure.places))
}

const day = (text: string) => text.split('-').reverse().join('/')

const period = ({ period: { from, to, inferred }, estimate }: Figure) =>
  `${day(from)}–${day(to)}${inferred ? ' (suy luận)' : ''}${estimate ? ' (ước tính)' : ''}`

const table = (rows: string[][], right: readonly number[]) => {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => [...(row[column] ?? '')].length)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const pad = ' '.repeat(widths[column]! - [...cell].length)
          return right.includes(column) ? pad + cell : cell + pad
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Of a longer group only what does not agree is listed; the rest is one line. */
const LISTED_AT_ONCE = 12

const listed = (figures: readonly Figure[]) =>
  figures.length <= LISTED_AT_ONCE ? figures : figures.filter((figure) => !figure.agrees)

const restLine = (group: string, figures: readonly Figure[]): string[] => {
  const agreeing = figures.filter((figure) => figure.agrees).length
  return figures.length <= LISTED_AT_ONCE || agreeing === 0
    ? []
    : [`${group}: ${agreeing} số khác khớp / ${agreeing} other figures agree`]
}

/** The table a person reads: what the province printed beside what ClickHouse counted. */
export const figuresTable = (figures: readonly Figure[]): string => {
  const groups = [...Map.groupBy(figures, ({ group }) => group)]
  const rows = table(
    [
      ['Chỉ tiêu / figure', 'tử số', 'mẫu số', 'tính được', 'đã in', 'kỳ / period', 'kết quả'],
      ...groups
        .flatMap(([, mine]) => listed(mine))
        .map((f) => [
          f.id,
          show(f.numerator),
          show(f.denominator),
          computed(f),
          f.kind === 'count' ? show(Number(f.printed)) : comma(f.printed),
          period(f),
          verdict(f),
        ]),
    ],
    [1, 2, 3, 4],
  )
  return [rows, ...groups.flatMap(([group, mine]) => restLine(group, mine))].join('\n')
}

export const eventsLine = ({ produced, kept, skipped, rejected }: Result['events']) =>
  `Sự kiện trong sổ / events in the log: ${show(produced)} = ${show(kept)} giữ / kept + ${show(skipped)} bỏ qua / skipped + ${show(rejected)} từ chối / rejected`

export const snapshotsTable = (snapshots: readonly PublishedSnapshot[]) =>
  table(
    [
      ['Gói số liệu / snapshot', 'digest', 'biên nhận / receipt'],
      ...snapshots.map((s) => [
        `${s.group} ${s.date} r${s.revision}`,
        `${s.digest.slice(0, 24)}…`,
        s.receipt,
      ]),
    ],
    [],
  )

/** A line that can be pasted as it is: an example event, pushed with the source's own key. */
export const curlLine = (host: string, portBase: number, dataDir: string) =>
  `curl -sS http://${host}:${portBase + 21}/v1/events -H "Authorization: Bearer $(cat ${dataDir}/keys/dossier-push)" -H 'Content-Type: application/cloudevents+json' --data-binary @schemas/examples/dossier.v1/keep.received-online.json`
