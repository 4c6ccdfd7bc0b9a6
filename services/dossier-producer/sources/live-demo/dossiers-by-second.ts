import type { Catalogues } from '@ioc/catalogues'
import type { DossierInput } from '@ioc/schemas/events/dossier.ts'
import { dayOf, toIso } from '@ioc/schemas/events/instant.ts'
import { chance, LIVE_START_MS } from '@ioc/simulation'
import type { Candidate } from '@ioc/source/source.ts'
import { type Places, placesOn } from '../first-half-2024/places.ts'
import type { Level } from '../first-half-2024/population.ts'

/** Dossiers a second can begin at most, and the longest one takes: what tells how far back to look. */
const BIRTHS_MAX = 2
const LIFE_SECONDS_MAX = 900
const P = {
  born: 1,
  level: 2,
  place: 3,
  full: 4,
  service: 5,
  online: 6,
  fee: 7,
  steps: 8,
  finish: 9,
  late: 10,
  refused: 11,
}

type Stage = { second: number; status: DossierInput['status'] }

/**
 * Events of each second: dossiers that begin in it, and the next step of those begun up to a quarter of an hour before.
 * They live through in minutes what takes days, so that a demonstration shows something.
 */
export const dossiersBySecond = (seed: number, tag: string, catalogues: Catalogues) => {
  const placesByDay = new Map<string, Places>()
  const placesAt = (day: string): Places => {
    const known = placesByDay.get(day) ?? placesOn(catalogues, day)
    placesByDay.set(day, known)
    return known
  }

  return (second: number): Candidate[] => {
    const events: Candidate[] = []
    const first = Math.max(0, second - LIFE_SECONDS_MAX) * BIRTHS_MAX
    for (let subject = first; subject < (second + 1) * BIRTHS_MAX; subject++) {
      if (chance(seed, subject, P.born) > 0.42) continue
      const born = Math.floor(subject / BIRTHS_MAX)
      const stages = stagesOf(born, (purpose) => chance(seed, subject, purpose))
      stages.forEach((stage, i) => {
        if (stage.second !== second) return
        const data = write(seed, subject, born, stages, i, placesAt(dayOf(msOf(born))))
        events.push({ id: `${tag}-${subject}-${i}`, atMs: msOf(second), data })
      })
    }
    return events
  }
}

const msOf = (second: number) => LIVE_START_MS + second * 1000
const text = (second: number) => toIso(msOf(second))

function stagesOf(born: number, u: (purpose: number) => number): Stage[] {
  const stages: Stage[] = [{ second: born, status: 'received' }]
  const steps = u(P.steps)
  if (steps < 0.6) stages.push({ second: born + 15 + Math.floor(steps * 100), status: 'in-process' })
  const finish = u(P.finish)
  if (finish < 0.06)
    stages.push({ second: born + 100 + Math.floor(finish * 1000), status: 'supplement-requested' })
  else if (finish < 0.9) {
    const finished = born + 120 + Math.floor(finish * 700)
    stages.push({ second: finished, status: 'finished' })
    if (steps > 0.5)
      stages.push({ second: finished + 5 + Math.floor((steps - 0.5) * 100), status: 'returned' })
  }
  return stages
}

function write(seed: number, subject: number, born: number, stages: Stage[], at: number, places: Places) {
  const u = (purpose: number) => chance(seed, subject, purpose)
  const level: Level = u(P.level) < 0.4 ? 'department' : u(P.level) < 0.48 ? 'district' : 'commune'
  const full = u(P.full) < 0.23
  const online = full ? u(P.online) < 0.994 : u(P.online) < 0.86
  const pays = online && u(P.fee) < 0.5
  const place = places.place(level, u(P.place))
  const service = places.service(level, full, pays, u(P.service))
  const stage = stages[at]!
  const day = dayOf(msOf(born))
  const finished = stages.find((each) => each.status === 'finished')
  const done = stage.status === 'finished' || stage.status === 'returned'
  // A promise of one minute, for the few that are to be late before an onlooker's eyes.
  const due = u(P.late) < 0.025 ? born + 60 : born + Math.ceil(service.legalWorkingDays * 1.4) * 86_400
  const asked = stage.status === 'supplement-requested'
  return {
    // Its own system, so that no screen can take these for the province's.
    issuingSystem: 'live-demo.simulated',
    recordedAt: text(stage.second),
    sequence: 0,
    voided: false,
    dossierCode: `${place.codePrefix}-${day.slice(2).replaceAll('-', '')}-${String(subject % 10_000_000).padStart(7, '0')}`,
    procedureCode: `${service.procedureCode}.000.00.00.H36`,
    unitCode: place.unitCode,
    channel: online ? 'online' : 'direct',
    applicantKind: u(P.place) < 0.9 ? 'citizen' : 'enterprise',
    // A few are refused as they come: what the portal sends is the number, not the word.
    status: u(P.refused) < 0.004 ? '9' : stage.status,
    receivedAt: text(born),
    dueAt: text(due),
    finishedAt: done ? text(finished!.second) : null,
    ...(stage.status === 'returned' ? { returnedAt: text(stage.second) } : {}),
    ...(asked ? { supplements: [{ requestedAt: text(stage.second), suppliedAt: null }] } : {}),
    ...(service.hasFee ? { feeVnd: 20_000 } : {}),
    ...(pays
      ? {
          payments: [
            {
              transactionCode: `DEMO-${day.replaceAll('-', '')}-${subject}`,
              paidAt: text(born),
              amountVnd: 20_000,
              gateway: 'national',
            },
          ],
        }
      : {}),
    digitised: u(P.steps) < 0.7,
  }
}
