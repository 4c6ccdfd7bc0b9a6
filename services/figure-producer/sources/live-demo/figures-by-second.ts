import type { Catalogues } from '@ioc/catalogues'
import { dayOf, toIso } from '@ioc/schemas/events/instant.ts'
import type { ReportedFigureInput } from '@ioc/schemas/events/reported-figure.ts'
import { chance, LIVE_START_MS } from '@ioc/simulation'
import type { Candidate } from '@ioc/source/source.ts'

const SECONDS_BETWEEN = 120
const P = { told: 1, unit: 2, tasks: 3 }

/**
 * Now and then a department reports its tasks of the month. It speaks for itself and for a month after the printed
 * periods, so no figure of the province as a whole changes.
 */
export const figuresBySecond =
  (seed: number, tag: string, catalogues: Catalogues) =>
  (second: number): Candidate[] => {
    const u = (purpose: number) => chance(seed, second, purpose)
    if (u(P.told) * SECONDS_BETWEEN >= 1) return []
    const atMs = LIVE_START_MS + second * 1000
    const day = dayOf(atMs)
    const month = day.slice(0, 7)
    const departments = catalogues.unitsOn(day).filter((unit) => unit.level === 'department')
    const unitCode = departments[Math.floor(u(P.unit) * departments.length)]!.code
    const data: ReportedFigureInput = {
      issuingSystem: 'live-demo.simulated',
      recordedAt: toIso(atMs),
      sequence: 0,
      voided: false,
      figureCode: `demo-${month}/steering.plan-tasks/${unitCode}`,
      kind: 'reported',
      indicator: 'steering.plan-tasks',
      unitCode,
      periodFrom: `${month}-01`,
      periodTo: day,
      numerator: Math.floor(u(P.tasks) * 12),
      denominator: 12,
      unitOfMeasure: 'nhiệm vụ',
      documentCode: `demo-${month}`,
      documentIssuedOn: day,
      issuedAt: toIso(atMs),
    }
    return [{ id: `${tag}-${second}`, atMs, data }]
  }
