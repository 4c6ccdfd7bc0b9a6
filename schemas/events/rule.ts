import type { Reason } from '../outcome.ts'
import type { CatalogueView } from './contract.ts'
import { nearestKnown } from './nearest-units.ts'

/** A rule of a contract that its shape alone cannot say: an order of dates, a code known to the catalogues. */
export type Rule<Data> = {
  /** The field it is told at, `data.` aside. */
  path: string
  code: Reason['code']
  /** What is wrong where it is broken; never repeats a value. */
  says: string
  /** True, or where and how exactly: then the message begins with or replaces what `says` says in general. */
  broken(data: Data, catalogues: CatalogueView): boolean | readonly { path: string; message: string }[]
}

/** Tells every broken rule, in their order. */
export const checkBy =
  <Data>(rules: readonly Rule<Data>[]) =>
  (data: Data, catalogues: CatalogueView): Reason[] => {
    const reasons: Reason[] = []
    for (const { path, code, says, broken } of rules) {
      const found = broken(data, catalogues)
      if (found === false) continue
      for (const each of found === true ? [{ path, message: says }] : found)
        reasons.push({ path: `data.${each.path}`, code, message: each.message })
    }
    return reasons
  }

/** A unit code must name a unit, or the nearest known ones are named. `says` ends where they follow. */
export const knownUnit = <Data extends { unitCode: string }>(
  says: string,
  isKnown: (data: Data, catalogues: CatalogueView) => boolean,
): Rule<Data> => ({
  path: 'unitCode',
  code: 'unknown-unit',
  says,
  broken: (data, catalogues) =>
    isKnown(data, catalogues)
      ? false
      : [{ path: 'unitCode', message: `${says}${nearestKnown(catalogues.nearestUnits(data.unitCode))}` }],
})
