import type { Catalogues } from '@ioc/catalogues'
import type { Indicator } from '@ioc/indicators'
import type { Cell } from '@ioc/snapshot'
import { z } from 'zod'

export const bilingual = z.object({ vi: z.string(), en: z.string() })
/** A place of a snapshot with the names a person knows it by; null where the catalogue at hand has none. */
export const namedCell = z.object({
  indicator: z.string(),
  title: bilingual.nullable(),
  unit: z.string(),
  since: z.string().nullable().meta({
    description: 'First day of the unit, where another one bears its code on the date',
  }),
  unitName: bilingual.nullable(),
  level: z.string(),
  period: z.object({ kind: z.string(), from: z.string(), to: z.string() }),
})

export const nameCell =
  (catalogues: Catalogues, indicators: readonly Indicator[], date: string) =>
  ({ indicator, unit, since, level, period }: Cell): z.output<typeof namedCell> => ({
    indicator,
    title: indicators.find(({ id }) => id === indicator)?.title ?? null,
    unit,
    since: since ?? null,
    unitName: catalogues.unit(unit, since ?? date)?.name ?? null,
    level,
    period,
  })

/** A value as it is compared; null is not there at all, which is neither zero nor missing. */
export const shownValue = z.object({
  state: z.string(),
  kind: z.string().meta({ description: 'A `ratio` is shown in percent' }),
  value: z.string().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  unitOfMeasure: z.string(),
})
export const showValue = (value: z.output<typeof shownValue>): z.output<typeof shownValue> => {
  const { state, kind, numerator, denominator, unitOfMeasure } = value
  return { state, kind, value: value.value, numerator, denominator, unitOfMeasure }
}
export const changedCell = namedCell.extend({ before: shownValue.nullable(), after: shownValue.nullable() })
