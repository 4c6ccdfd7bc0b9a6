import type { ReadValue, WhyNot } from '@ioc/alerts'
import type { Indicator } from '@ioc/indicators'
import { dayOf } from '@ioc/schemas/events/instant.ts'
import { askValues } from '../indicators/ask.ts'
import { openKept } from '../indicators/kept.ts'
import { type AskingDoors, understand } from '../indicators/question.ts'
import { nearestIndicators } from '../indicators/words.ts'
import type { About } from '../routes/problem-codes.ts'
import { Refused } from '../routes/refused.ts'

export type Asked = { indicator: string; scope: string; period: string }
/** A rule names what is not known here: it went away, or never was. */
export type NotKnown = {
  whyNot: Extract<WhyNot, 'unknown-indicator' | 'unknown-scope'>
  detail: string
  about: About
}

/** Values for rules are asked again after this: rules are looked at more often than a count over the whole tree is worth. */
const KEPT_MS = 60_000

/** What rules read of indicators: one value each, kept for a minute. */
export const openRuleValues = (doors: AskingDoors & { now: () => number }) => {
  const kept = openKept<ReadValue>({ keepMs: KEPT_MS, now: doors.now, sizeOf: () => 1, sizeMax: 1_000 })

  const understood = async (asked: Asked, date: string) => {
    try {
      return await understand(doors, { scope: asked.scope, period: asked.period, date, tree: 'then' }, [])
    } catch (error) {
      if (error instanceof Refused) {
        const about = { near: '', ...error.problem.parameters?.[0]?.about, given: asked.scope }
        return { whyNot: 'unknown-scope' as const, detail: error.message, about }
      }
      throw error
    }
  }

  return {
    /** Whether the names are known, with the nearest ones where they are not. */
    check: async (asked: Asked): Promise<NotKnown | null> => {
      const indicator = find(doors.indicators, asked.indicator)
      if ('whyNot' in indicator) return indicator
      const question = await understood(asked, dayOf(doors.businessNow()))
      return 'whyNot' in question ? question : null
    },
    /** The value on a day; not said: today by the business clock. */
    read: async (asked: Asked, date = dayOf(doors.businessNow())): Promise<ReadValue | NotKnown> => {
      const indicator = find(doors.indicators, asked.indicator)
      if ('whyNot' in indicator) return indicator
      const question = await understood(asked, date)
      if ('whyNot' in question) return question
      const name = JSON.stringify([asked.indicator, asked.scope, asked.period, date])
      const { value } = await kept.read(name, async () => {
        const [found] = await askValues(doors, question, [indicator], 'unit')
        return {
          state: found?.state ?? ('missing' as const),
          value: number(found?.value),
          numerator: number(found?.numerator),
          denominator: number(found?.denominator),
          date,
        }
      })
      return value
    },
  }
}
export type RuleValues = ReturnType<typeof openRuleValues>

const number = (text: string | null | undefined) =>
  text === null || text === undefined ? null : Number(text)

const find = (known: readonly Indicator[], id: string): Indicator | NotKnown => {
  const found = known.find((each) => each.id === id)
  if (found) return found
  const whole = new Set(known.map((each) => each.id))
  const near = nearestIndicators(id, known).filter((each) => whole.has(each))
  const hint = near.length > 0 ? `; did you mean ${near.join(', ')}?` : ''
  return {
    whyNot: 'unknown-indicator',
    detail: `${id} is no indicator${hint}`,
    about: { given: id, near: near.join(', ') },
  }
}
