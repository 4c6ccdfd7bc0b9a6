import { NO_POSITION, writeActions } from './actions.ts'
import { chunksOf } from './chunks.ts'
import type { Cursor } from './cursor.ts'
import type { Acting, DeadLetterDoors } from './doors.ts'
import { eventOf } from './event.ts'
import { type DeadLetter, type Filter, listDeadLetters, type Page } from './list.ts'
import { positionText } from './position.ts'
import { DeadLetterRefusal } from './refusal.ts'
import { readSealed, unseal } from './sealed.ts'

/** How many are looked into for one answer; beyond, `next` goes on. 10,000 take some seconds. */
const LOOKED_INTO_MAX = 10_000
const PAGE = 1_000

/**
 * Dead letters of one unit. The code lies inside the sealed bytes, so they are opened in memory, in bounded steps, and compared;
 * nothing of them is shown. It is one action of its own, written first. What cannot be opened or read belongs to no unit.
 */
export const listByUnit = async (
  doors: DeadLetterDoors,
  unit: string,
  filter: Filter,
  limit: number,
  before: Cursor | null,
  acting: Acting,
): Promise<Page & { lookedInto: number }> => {
  const sealer = doors.sealer()
  const { states, ...plain } = filter
  await writeActions(doors, 'search', acting, [
    { position: NO_POSITION, detail: { unit, ...plain, states, limit } },
  ])
  const found: DeadLetter[] = []
  let at = before
  let lookedInto = 0
  do {
    const page = await listDeadLetters(doors.clickhouse, filter, PAGE, at)
    for (const chunk of chunksOf(page.deadLetters)) {
      const sealed = new Map(
        (await readSealed(doors.clickhouse, chunk)).map((row) => [positionText(row), row]),
      )
      for (const deadLetter of chunk) {
        const row = sealed.get(positionText(deadLetter))
        lookedInto++
        at = [deadLetter.appendedMs, deadLetter.topic, deadLetter.partition, deadLetter.offset]
        if (row && unitsOf(row, sealer).has(unit)) found.push(deadLetter)
        if (found.length === limit) return { deadLetters: found, next: at, lookedInto }
      }
    }
    if (page.next === null) return { deadLetters: found, next: null, lookedInto }
  } while (lookedInto < LOOKED_INTO_MAX)
  return { deadLetters: found, next: at, lookedInto }
}

const unitsOf = (row: Parameters<typeof unseal>[0], sealer: Parameters<typeof unseal>[1]): Set<string> => {
  try {
    const { data } = eventOf(unseal(row, sealer))
    if (typeof data !== 'object' || data === null) return new Set()
    const { unitCode, units } = data as { unitCode?: unknown; units?: unknown }
    return new Set(
      [unitCode, ...(Array.isArray(units) ? units : [])].filter((each) => typeof each === 'string'),
    )
  } catch (error) {
    if (error instanceof DeadLetterRefusal) return new Set() // sealed with another key, or nothing sealed: of no unit we know
    throw error
  }
}
