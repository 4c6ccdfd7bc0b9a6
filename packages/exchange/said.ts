import type { SnapshotValue } from '@ioc/schemas/snapshot/index.ts'
import type { Cell } from '@ioc/snapshot'

/** A value in words: what is shown with its halves, or the state of what has no number. Nothing at all is said as such. */
export const saidValue = (value: SnapshotValue | null): string => {
  if (value === null) return 'not there'
  const { state, numerator, denominator, flags } = value
  const marks = flags.length > 0 ? ` [${flags.join(' ')}]` : ''
  if (state !== 'reported') return `${state}${marks}`
  const halves = denominator === null ? `${numerator ?? ''}` : `${numerator ?? '-'}/${denominator}`
  // Of no cases there is no rate, which is not zero.
  const shown = value.value ?? 'no cases'
  return `${shown === halves ? shown : `${shown} (${halves})`}${marks}`
}

/** `dossier.on-time of 68 (province), month 2024-06-01 to 2024-06-30` */
export const saidCell = ({ indicator, unit, level, period }: Cell): string =>
  `${indicator} of ${unit} (${level}), ${period.kind} ${period.from === period.to ? period.to : `${period.from} to ${period.to}`}`

/** Columns aligned; the first row is their heads. */
export const aligned = (rows: readonly (readonly string[])[]): string => {
  const lengthOf = (text: string) => [...text].length
  const widths = rows[0]?.map((_, n) => Math.max(...rows.map((row) => lengthOf(row[n] ?? '')))) ?? []
  return rows
    .map((row) =>
      row
        .map((cell, n) => cell + ' '.repeat(Math.max(0, (widths[n] ?? 0) - lengthOf(cell))))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
