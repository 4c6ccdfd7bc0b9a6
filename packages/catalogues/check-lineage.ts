import type { Unit, UnitsDocument } from '@ioc/schemas/catalogues/index.ts'
import { keyOf, type Problem } from './problem.ts'

/** Units come from units and go into units: no merge forgets whom it took the place of. */
export function checkLineage({ units, beginsOn }: UnitsDocument): Problem[] {
  const known = new Map(units.map((unit) => [keyOf(unit), unit]))
  const inherited = new Set(units.flatMap((unit) => unit.predecessors.map(keyOf)))
  return units.flatMap((unit) => [
    ...checkBeginning(unit, beginsOn),
    ...unit.predecessors.flatMap((was) => checkLink(unit, keyOf(was), known)),
    ...(unit.validTo !== null && !inherited.has(keyOf(unit)) ? [missingSuccessor(unit)] : []),
  ])
}

function checkBeginning(unit: Unit, beginsOn: string): Problem[] {
  if (unit.validFrom <= beginsOn || unit.predecessors.length > 0) return []
  const message = `begins after the data do (${beginsOn}) without a predecessor: name the units it was made from`
  return [{ file: 'units.json', row: keyOf(unit), code: 'missing-predecessor', message }]
}

function checkLink(unit: Unit, was: string, known: Map<string, Unit>): Problem[] {
  const at = { file: 'units.json', row: keyOf(unit) } as const
  const predecessor = known.get(was)
  if (!predecessor) {
    return [
      {
        ...at,
        code: 'unknown-predecessor',
        message: `${was} is not in the list: correct the link or add the row`,
      },
    ]
  }
  if (predecessor.validTo === unit.validFrom) return []
  const message = `its predecessor ${was} ends on ${predecessor.validTo ?? 'no day'}: set that row's validTo to ${unit.validFrom}`
  return [{ ...at, code: 'predecessor-end', message }]
}

function missingSuccessor(unit: Unit): Problem {
  const message = `ends on ${unit.validTo} and no unit names it as predecessor: add it to the predecessors of the unit it was merged into`
  return { file: 'units.json', row: keyOf(unit), code: 'missing-successor', message }
}
