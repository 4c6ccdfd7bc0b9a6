import type { Catalogues, Procedure, Unit } from '@ioc/catalogues'
import { pickBySums, sumsOf } from '@ioc/simulation'
import type { Level } from './population.ts'
import shape from './shape.json' with { type: 'json' }

/** A unit with the first part of the dossier codes it gives out. */
export type Place = { unitCode: string; codePrefix: string }
/** A procedure as dossiers of it carry it. */
export type Service = {
  procedureCode: string
  hasFee: boolean
  legalWorkingDays: number
  paperResult: boolean
}

const PROCEDURE_LEVEL = { department: 'province', district: 'district', commune: 'commune' } as const

/** `H36.05`, `000.00.45.H36`, `H36.672.769`: real systems write unit codes in all these forms. */
const codePrefixOf = (unit: Unit): string => {
  if (unit.level === 'department') return unit.code
  if (unit.level === 'district') return `000.00.${unit.code.slice(1)}.H36`
  return `H36.${unit.parent}.${unit.code.slice(2)}`
}

const unitWeights: Record<string, number | string> = shape.unitWeights
const kindWeights: Record<string, number> = shape.kindWeights

/** Units and procedures of a day to choose from: busy units more often, and few procedures most of the time. */
export const placesOn = (catalogues: Catalogues, day: string) => {
  const units = (level: Level) => {
    const all = catalogues.unitsOn(day).filter((unit) => unit.level === level)
    return {
      places: all.map((unit): Place => ({ unitCode: unit.code, codePrefix: codePrefixOf(unit) })),
      sums: sumsOf(all.map((unit) => Number(unitWeights[unit.code] ?? kindWeights[unit.kind] ?? 1))),
    }
  }
  const byLevel = { department: units('department'), district: units('district'), commune: units('commune') }

  const services = new Map<string, Service[]>()
  const keyOf = (level: string, full: boolean, hasFee: boolean) => `${level} ${full} ${hasFee}`
  for (const each of catalogues.procedures) {
    if (!livesOn(each, day)) continue
    const key = keyOf(each.level, each.online === 'full', each.hasFee)
    const { code, hasFee, legalWorkingDays, paperResult } = each
    const known = services.get(key) ?? []
    known.push({ procedureCode: code, hasFee, legalWorkingDays, paperResult })
    services.set(key, known)
  }

  return {
    place: (level: Level, u: number): Place => byLevel[level].places[pickBySums(byLevel[level].sums, u)]!,
    service: (level: Level, full: boolean, hasFee: boolean, u: number): Service => {
      const pool = services.get(keyOf(PROCEDURE_LEVEL[level], full, hasFee))!
      return pool[Math.floor(pool.length * u * u * u)]!
    },
  }
}
export type Places = ReturnType<typeof placesOn>

const livesOn = (each: Procedure, day: string) =>
  each.validFrom <= day && (each.validTo === null || day < each.validTo)
