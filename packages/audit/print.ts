import { KINDS, type Report } from './findings.ts'
import type { Mended } from './mend.ts'

const number = (n: number) => n.toLocaleString('en-GB')

/** An audit for people: one line a partition, then what was found and what mends it. */
export const auditTable = (report: Report): string => {
  const rows = report.partitions.map((p) => [
    `${p.topic}/${p.partition}`,
    number(p.end),
    number(p.ledger),
    number(p.kept),
    number(p.businessRows),
    p.log ? number(p.log.lag) : '?',
    p.lost > 0 ? number(p.lost) : '',
  ])
  const head = ['partition', 'ledger end', 'offsets', 'kept', 'business rows', 'behind Kafka', 'known lost']
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)))
  const line = (cells: string[]) =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd()
  const subjects = report.tables.map(
    (t) => `${t.table} ${number(t.subjects)}${t.inFlight > 0 ? ` (${t.inFlight} in flight)` : ''}`,
  )
  return [
    line(head),
    ...rows.map(line),
    '',
    `current state, subjects: ${subjects.join(' · ')}`,
    ...(report.kafka === null ? ['Kafka did not answer: how far the ledger is behind is not known'] : []),
    '',
    ...findingLines(report),
  ].join('\n')
}

const findingLines = (report: Report): string[] => {
  if (report.clean) return [cleanLine(report)]
  return report.findings.flatMap((finding) => {
    const { says, repair } = KINDS[finding.kind]
    const place = finding.partition === null ? finding.topic : `${finding.topic}/${finding.partition}`
    return [
      `FOUND ${finding.kind}: ${place}, ${finding.table}: ${number(finding.count)}; ${says}`,
      `  e.g. ${finding.examples.slice(0, 5).join(', ')}`,
      `  ${repair === null ? 'a person must decide: see docs/runbook.md' : `npm run audit -- ${repair}`}`,
    ]
  })
}

/** It says how far it holds: of what is not folded yet nothing is proved. */
const cleanLine = ({ partitions, seconds, behind, bytes }: Report): string => {
  const offsets = number(partitions.reduce((sum, p) => sum + p.ledger, 0))
  const proved = `${offsets} offsets without a gap, business rows and current states agree${
    bytes === null ? '' : ', and the bytes of every record Kafka still holds are the ledger’s'
  }`
  if (behind === 0) return `clean: ${proved} (${seconds} s)`
  const rest =
    behind === null
      ? 'whether the log goes on behind it is not known'
      : `${number(behind)} records of the log are not folded yet`
  return `clean up to the ledger’s end: ${proved}; ${rest} (${seconds} s)`
}

/** What mending did, or would do. */
export const mendTable = (mended: Mended, dryRun: boolean): string => {
  const mendable = mended.before.findings.filter((f) => KINDS[f.kind].repair === 'mend')
  if (mendable.length === 0) return `nothing to mend\n\n${auditTable(mended.before)}`
  if (dryRun)
    return [
      'would be mended (nothing was changed):',
      ...mendable.map(
        (f) => `  ${WOULD[f.kind] ?? f.kind}: ${f.count} in ${f.table}, ${f.examples.slice(0, 5).join(', ')}`,
      ),
      '',
      auditTable(mended.before),
    ].join('\n')
  return [
    `mended: ${mended.refolded.reduce((sum, gap) => sum + gap.to - gap.from + 1, 0)} offsets folded again, ${mended.removed} business rows removed, ${mended.inserted} inserted, ${mended.subjects} current states set right`,
    ...mended.leftAlone.map((why) => `left alone: ${why}`),
    '',
    auditTable(mended.after),
  ].join('\n')
}

const WOULD: Partial<Record<keyof typeof KINDS, string>> = {
  gap: 'fold again from Kafka',
  'row-in-gap': 'look again once the gap is folded',
  missing: 'insert again from the ledger’s text',
  orphan: 'remove',
  twice: 'keep the row the ledger’s text gives, remove the other',
  'other-subject': 'keep the row the ledger’s text gives, remove the other',
  'current-missing': 'insert the newest version',
  'current-orphan': 'remove',
  'current-stale': 'insert the newest version',
  'current-differs': 'remove, insert the newest version',
}
