import type { SnapshotValue } from '@ioc/schemas/snapshot/index.ts'
import { type Columns, csvText } from './csv.ts'
import type { Place } from './place.ts'

/** The values of one snapshot as columns. A cell without number is empty; `state` says why. */
const columnsOf = ({ group, date, revision }: Place): Columns<SnapshotValue> => ({
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
})

export const valuesCsv = (place: Place, values: readonly SnapshotValue[]): string =>
  csvText(columnsOf(place), values)
