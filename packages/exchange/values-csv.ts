import type { SnapshotValue } from '@ioc/schemas/snapshot/index.ts'
import { csvPieces } from './csv.ts'
import type { Place } from './place.ts'

/** The values of one snapshot as CSV. A cell without number is empty; `state` says why. */
export const valuesCsv = (
  { group, date, revision }: Place,
  values: readonly SnapshotValue[],
): Generator<string> =>
  csvPieces<SnapshotValue>(
    {
      group: () => group,
      date: () => date,
      revision: () => revision,
      indicator: (value) => value.indicator,
      unit: (value) => value.unit,
      level: (value) => value.level,
      period: (value) => value.period.kind,
      from: (value) => value.period.from,
      to: (value) => value.period.to,
      state: (value) => value.state,
      kind: (value) => value.kind,
      numerator: (value) => value.numerator,
      denominator: (value) => value.denominator,
      value: (value) => value.value,
      unitOfMeasure: (value) => value.unitOfMeasure,
      flags: (value) => value.flags.join(' '),
    },
    values,
  )
