import type { DayOff, WorkingDaysDocument } from '@ioc/schemas/catalogues/index.ts'
import { checkNames } from './check-names.ts'
import type { Problem } from './problem.ts'
import type { Day } from './validity.ts'
import { isWeekend } from './working-days.ts'

const file = 'working-days.json'

/** Listed is what differs from Monday to Friday, once, in order, in its own year; a swap names a weekend day nobody else has. */
export function checkWorkingDays(document: WorkingDaysDocument): Problem[] {
  const rows = document.years.flatMap(({ year, daysOff }) => daysOff.map((row) => ({ year, row })))
  const listed = rows.map(({ row }) => row.on)
  const worked = rows.flatMap(({ row }) => workedFor(row))
  return [
    ...rows.flatMap(({ year, row }) => [
      ...checkWeekdays(row),
      ...checkStretch(document, year, row),
      ...checkNames(file, [{ code: row.on, name: row.name }]),
    ]),
    ...listed.flatMap((day, i) => checkOrder(listed[i - 1], day)),
    ...worked
      .filter((day, i) => worked.indexOf(day) !== i)
      .map((day) =>
        problem(day, 'wrong-order', 'two days off are swapped for this day: each needs a day of its own'),
      ),
  ]
}

function checkWeekdays(row: DayOff): Problem[] {
  const problems: Problem[] = []
  if (isWeekend(row.on)) {
    const message = 'is a weekend and off anyway: remove it, and list the day in lieu if there is one'
    problems.push(problem(row.on, 'not-exceptional', message))
  }
  for (const day of workedFor(row)) {
    if (isWeekend(day)) continue
    const message = `is swapped for ${day}, which is worked anyway: name the Saturday or Sunday of the announcement`
    problems.push(problem(row.on, 'not-exceptional', message))
  }
  return problems
}

/** The year under which a row stands is that of its source; a swap may reach into another one that is described. */
function checkStretch(document: WorkingDaysDocument, year: number, row: DayOff): Problem[] {
  const { describedFrom, describedUntil } = document
  if (!row.on.startsWith(`${year}-`)) {
    return [problem(row.on, 'outside-description', `stands under ${year}: move it under its own year`)]
  }
  return [row.on, ...workedFor(row)]
    .filter((day) => day < describedFrom || day >= describedUntil)
    .map((day) => {
      const message = `${day} is not from ${describedFrom} to before ${describedUntil}: describe the whole year, or remove it`
      return problem(row.on, 'outside-description', message)
    })
}

function checkOrder(before: Day | undefined, day: Day): Problem[] {
  if (before === undefined || before < day) return []
  const message =
    before === day
      ? 'is listed twice: keep the row of the announcement'
      : `stands after ${before}: put the days in order`
  return [problem(day, 'wrong-order', message)]
}

const workedFor = (row: DayOff): Day[] => (row.kind === 'swapped' ? [row.workedOn] : [])
const problem = (row: Day, code: Problem['code'], message: string): Problem => ({ file, row, code, message })
