import { toIso } from '@ioc/schemas/events/instant.ts'
import { type SnapshotBody, type SnapshotValue, VALUE_STATES } from '@ioc/schemas/snapshot/index.ts'
import { type ChangedCell, isSame, type SnapshotDiff } from '@ioc/snapshot'
import type { Explained } from '../explain.ts'
import type { Compared, PreviewedChanges, Shown } from '../look.ts'
import type { SnapshotRow } from '../published.ts'
import type { Standing } from '../publisher.ts'
import { aligned, saidCell, saidValue } from '../said.ts'

const when = (ms: number) => toIso(ms).slice(0, 19).replace('T', ' ')
const short = (digest: string) => `${digest.slice(0, 24)}…`
const reasonText = ({ code, text }: { code: string; text: string | null }) =>
  text === null ? code : `${code}: ${text}`
const counted = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`

export const listText = (rows: readonly SnapshotRow[], next: string | null): string =>
  rows.length === 0
    ? 'nothing is published that matches'
    : [
        aligned([
          ['SNAPSHOT', 'PUBLISHED', 'RECEIPT', 'ATTEMPTS', 'DIGEST'],
          ...rows.map((row) => [
            `${row.group} ${row.date} r${row.revision}`,
            when(row.publishedMs),
            row.receipt,
            String(row.attempts),
            short(row.digest),
          ]),
        ]),
        ...(next ? [`more: --cursor ${next}`] : []),
      ].join('\n')

export const standingsText = (snapshots: readonly Standing[]): string =>
  snapshots.length === 0
    ? 'nothing was published'
    : aligned([
        ['SNAPSHOT', 'RECEIPT', 'DIGEST'],
        ...snapshots.map((each) => [
          `${each.group} ${each.date} r${each.revision}`,
          each.receipt,
          short(each.digest),
        ]),
      ])

const SILENT_MAX = 10

export const shownText = ({ artefact: { body, digest }, row, attempts }: Shown): string => {
  const { completeness, cut } = body
  const silent = completeness.sources.filter(({ state }) => state === 'missing')
  return [
    `${body.group} ${body.date} revision ${body.revision}   ${body.province.name} (${body.province.code})`,
    `reason      ${reasonText(body.reason)}`,
    `supersedes  ${body.supersedes ? `revision ${body.supersedes.revision}, ${body.supersedes.digest}` : 'nothing'}`,
    `digest      ${digest}`,
    `published   ${when(row.publishedMs)}`,
    `receipt     ${row.receipt} after ${counted(row.attempts, 'attempt', 'attempts')}`,
    ...attempts.map((each) =>
      `  ${when(each.attemptedMs)}  ${each.outcome || '-'}  ${each.httpStatus || 'no answer'}  ${each.durationMs} ms  ${each.detail}`.trimEnd(),
    ),
    `complete    ${completeness.units.reported} of ${completeness.units.expected} units; ${completeness.sources.length - silent.length} of ${completeness.sources.length} sources`,
    ...silent
      .slice(0, SILENT_MAX)
      .map(
        ({ source, contract, completeUpTo }) =>
          `  missing: ${source} (${contract}), complete up to ${completeUpTo ?? 'never heard'}`,
      ),
    ...(silent.length > SILENT_MAX ? [`  … and ${silent.length - SILENT_MAX} more`] : []),
    `cut         catalogue ${cut.catalogueVersion}, indicators ${cut.indicatorsVersion}${cut.cutNote === null ? '' : `, ${cut.cutNote}`}`,
    ...(body.adjustments.length > 0
      ? [`adjustments ${counted(body.adjustments.length, 'older value', 'older values')}`]
      : []),
    '',
    stateTable(body),
  ].join('\n')
}

/** How many values of each state, by indicator. */
const stateTable = ({ values }: SnapshotBody): string => {
  const byIndicator = [...Map.groupBy(values, ({ indicator }) => indicator)]
  const counts = (list: readonly SnapshotValue[]) =>
    VALUE_STATES.map((state) => String(list.filter((value) => value.state === state).length))
  return aligned([
    ['INDICATOR', ...VALUE_STATES.map((state) => state.toUpperCase())],
    ...byIndicator.map(([indicator, list]) => [indicator, ...counts(list)]),
    ['all', ...counts(values)],
  ])
}

export const valuesText = (values: readonly SnapshotValue[], limit: number): string =>
  values.length === 0
    ? 'no value matches'
    : [
        aligned([
          ['INDICATOR', 'UNIT', 'LEVEL', 'PERIOD', 'FROM', 'TO', 'VALUE'],
          ...values
            .slice(0, limit)
            .map((value) => [
              value.indicator,
              value.unit,
              value.level,
              value.period.kind,
              value.period.from,
              value.period.to,
              `${saidValue(value)}${value.state === 'reported' ? ` ${value.unitOfMeasure}` : ''}`,
            ]),
        ]),
        ...more(values.length, limit),
      ].join('\n')

const more = (length: number, limit: number): string[] =>
  length > limit ? [`… and ${length - limit} more; --limit ${length} shows all`] : []

/** How many cells changed and how: `3 changed, 1 appeared` */
const summaryOf = (cells: readonly ChangedCell[]): string => {
  const appeared = cells.filter(({ before }) => before === null).length
  const vanished = cells.filter(({ after }) => after === null).length
  const changed = cells.length - appeared - vanished
  const parts = [
    changed > 0 ? `${changed} changed` : '',
    appeared > 0 ? `${appeared} appeared` : '',
    vanished > 0 ? `${vanished} vanished` : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'no value differs' : `values: ${parts.join(', ')}`
}

const cellLines = (cells: readonly ChangedCell[], limit: number): string[] =>
  cells.length === 0
    ? []
    : [
        aligned([
          ['VALUE', 'BEFORE', 'AFTER'],
          ...cells
            .slice(0, limit)
            .map((cell) => [saidCell(cell), saidValue(cell.before), saidValue(cell.after)]),
        ]),
        ...more(cells.length, limit),
      ]

export const comparedText = ({ group, date, from, to, diff }: Compared, limit: number): string =>
  [
    `${group} ${date}: revision ${from.revision} → ${to.revision}`,
    isSame(diff) ? 'the two say the same' : summaryOf(diff.cells),
    ...cellLines(diff.cells, limit),
    ...besideLines(diff),
  ].join('\n')

const besideLines = ({ reason, completeness, cut }: SnapshotDiff): string[] => {
  const moved = cut.watermark.filter(({ before, after }) => before !== after)
  return [
    ...(reason ? [`reason      ${reasonText(reason.before)} → ${reasonText(reason.after)}`] : []),
    ...(completeness.units
      ? [
          `units       ${completeness.units.before.reported} → ${completeness.units.after.reported} of ${completeness.units.after.expected}`,
        ]
      : []),
    ...completeness.sources.map(
      ({ source, contract, before, after }) =>
        `source      ${source} (${contract}): ${saidSource(before)} → ${saidSource(after)}`,
    ),
    ...(['catalogueVersion', 'indicatorsVersion', 'cutNote'] as const).flatMap((part) => {
      const pair = cut[part]
      return pair ? [`${part}  ${pair.before ?? 'none'} → ${pair.after ?? 'none'}`] : []
    }),
    ...cut.profiles.map(
      ({ profile, before, after }) => `profile     ${profile}: ${before ?? 'none'} → ${after ?? 'none'}`,
    ),
    ...(moved.length > 0
      ? [
          `cut         ${moved.map((mark) => `${mark.topic}/${mark.partition} ${mark.before ?? '-'} → ${mark.after ?? '-'}`).join(', ')}`,
        ]
      : []),
  ]
}

const saidSource = (source: SnapshotDiff['completeness']['sources'][number]['before']): string =>
  source === null
    ? 'not there'
    : `${source.state}, ${source.emitted} sent, complete up to ${source.completeUpTo ?? 'never heard'}`

export const previewsText = (previews: readonly PreviewedChanges[], limit: number): string =>
  previews.length === 0
    ? 'nothing would be published'
    : previews.map((preview) => previewText(preview, limit)).join('\n\n')

const previewText = (preview: PreviewedChanges, limit: number): string => {
  const { group, date, revision, supersedes, reason, values, changes } = preview
  const head = `${group} ${date} revision ${revision} would be published (${reasonText(reason)}): ${counted(values, 'value', 'values')}`
  if (changes === null || supersedes === null) return `${head}\n  nothing of that day is published yet`
  return [
    head,
    `  against revision ${supersedes.revision}: ${summaryOf(changes)}`,
    ...cellLines(changes, limit),
  ].join('\n')
}

const saidCounted = (counted: Explained['counted']): string => {
  if (counted === null) return 'nothing'
  const { numerator, denominator, value } = counted
  if (value !== null) return `${value}, of ${denominator ?? 0} cases`
  return denominator === null ? `${numerator ?? 'nothing'}` : `${numerator ?? 'nothing'} of ${denominator}`
}

export const explainedText = (explained: Explained): string => {
  const { snapshot, published, title, source, rules, sql, inputs, counted, agrees, kept, events } = explained
  return [
    saidCell(published),
    `${title.vi} / ${title.en}`,
    `published   ${saidValue(published)}  in ${snapshot.group} ${snapshot.date} revision ${snapshot.revision}`,
    `rule        ${source}`,
    rules.same
      ? `rules       as at that cut: catalogue ${rules.catalogue.cut}, indicators ${rules.indicators.cut}`
      : `rules       NOT those of that cut: catalogue ${rules.catalogue.cut}, here ${rules.catalogue.used}; indicators ${rules.indicators.cut}, here ${rules.indicators.used}`,
    ...(kept
      ? [
          `counted     not shown: published as ${published.state}, without numbers. --reveal shows them to who can read the operator's key`,
        ]
      : [
          `counted     ${saidCounted(counted)}`,
          agrees === null
            ? `agrees      cannot be said: published as ${published.state}, which has no numbers`
            : agrees
              ? 'agrees      yes: the same halves as were published'
              : 'agrees      NO: these are not the halves that were published',
        ]),
    ...(sql ? ['', sql.text] : []),
    ...(inputs.length > 0
      ? ['', 'a score, made of:', ...inputs.map((input) => `  ${saidCell(input)}: ${saidValue(input)}`)]
      : []),
    ...(events.length > 0
      ? [
          '',
          aligned([
            ['POSITION', 'SOURCE', 'SUBJECT', 'RECORDED', 'COUNTED'],
            ...events.map((event) => [
              `${event.topic}/${event.partition}/${event.offset}`,
              event.event_source,
              event.subject,
              event.recorded_at,
              event.counted === undefined ? '1' : String(event.counted),
            ]),
          ]),
        ]
      : []),
  ].join('\n')
}
