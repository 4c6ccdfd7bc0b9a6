import type { Catalogues } from '@ioc/catalogues'

/**
 * The codes of a unit and of all that ever stood below it; null if there never was such a unit. A district's events are those of
 * its wards too, also of wards that were merged since.
 */
export const unitsUnder = (
  catalogues: Pick<Catalogues, 'changeDays' | 'subtree' | 'unitHistory'>,
  code: string,
): ReadonlySet<string> | null =>
  catalogues.unitHistory(code).length === 0
    ? null
    : new Set(catalogues.changeDays.flatMap((day) => catalogues.subtree(code, day).map((unit) => unit.code)))
