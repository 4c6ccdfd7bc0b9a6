import { expect, test } from 'vitest'
import { controls } from './simulation/controls.ts'
import { simulate } from './simulation/index.ts'

const SECONDS = 60
/** On a quiet machine 60 s hold more than 10,000; fewer than these would say nothing, so a busy one gets more time for them. */
const SCHEDULES_MIN = 2_000
const SECONDS_MAX = 240

test(
  `for ${SECONDS} s, schedule after schedule: nothing lost, nothing twice, every reject exported`,
  async ({ annotate }) => {
    const result = await simulate({ seconds: SECONDS, atLeast: SCHEDULES_MIN })
    const { failing, schedules, seconds, steps, kills, pauses, rebalances, unknownAnswers } = result
    const said = `${schedules} schedules in ${seconds} s: ${steps} steps, ${kills} kills, ${pauses} pauses, ${rebalances} rebalances, ${unknownAnswers} unknown answers`
    process.stdout.write(`simulation: ${said}\n`)
    await annotate(said)
    if (failing !== null) throw new Error(`${failing.command} repeats:\n${JSON.stringify(failing, null, 2)}`)
    expect(schedules).toBeGreaterThanOrEqual(SCHEDULES_MIN)
    // None of them is a schedule in which nothing happens.
    for (const times of [kills, pauses, rebalances, unknownAnswers])
      expect(times).toBeGreaterThan(schedules / 4)
    expect(result).toMatchObject({
      ...{ lost: 0, doubled: 0, indicatorMismatches: 0, wrongStates: 0, wrongVerdicts: 0 },
      ...{ notExported: 0, exportsDiffer: 0, stopped: 0 },
    })
  },
  SECONDS_MAX * 1_000,
)

test('a seed decides everything: twice the same schedule, twice the same figures', async () => {
  const { seconds: _, ...once } = await simulate({ seed: 77, schedules: 20 })
  const { seconds: __, ...again } = await simulate({ seed: 77, schedules: 20 })
  expect(again).toEqual(once)
  expect(once.schedules).toBe(20)
})

const SCHEDULES_TO_BE_CAUGHT = 500

test.each(Object.entries(controls))(
  'negative control, it must be caught: %s',
  async (_, { variant, says }) => {
    const { failing, schedules } = await simulate({
      schedules: SCHEDULES_TO_BE_CAUGHT,
      variant,
      shrinkSeconds: 0,
    })
    expect(failing, `not caught in ${schedules} schedules`).not.toBeNull()
    expect(failing!.findings.map(({ what }) => what)).toContain(says)
  },
  300_000,
)
