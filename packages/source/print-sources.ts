import type { KnownSource } from './known-sources.ts'

const text = (value: string | number | null) => (value === null ? '—' : String(value))

/** One line a source, columns wide enough for what is in them; of a held one who, since when, and the last reason beneath; of one that cannot be read, why. */
export const sourcesTable = (sources: readonly KnownSource[]): string => {
  const head = ['source', 'contract', 'state', 'producer', 'freshness', 'last heard', 'emitted', 'rejected']
  const rows = sources.map((each) => [
    each.source,
    each.contract,
    each.state,
    text(each.producer),
    text(each.freshness),
    text(each.lastArrivalAt),
    text(each.emitted),
    text(each.rejected),
  ])
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd()
  return [line(head), ...rows.flatMap((row, i) => [line(row), ...beneath(sources[i]!)])].join('\n')
}

const beneath = (source: KnownSource): string[] => [
  ...holdOf(source),
  ...(source.error === null ? [] : [`    cannot be read: ${source.error}`]),
]

const holdOf = ({ state, heldSince, heldBy, why, lastReason }: KnownSource): string[] => {
  if (state !== 'held') return []
  const reason = lastReason
    ? [`    last reason: ${lastReason.code} ${lastReason.path}: ${lastReason.message}`]
    : []
  return [`    held since ${heldSince} by ${heldBy}: ${why}`, ...reason]
}
