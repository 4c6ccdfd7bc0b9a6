import type { Indicator } from '@ioc/indicators'
import { Refused } from '../routes/refused.ts'
import { nearestIndicators } from './words.ts'

/** @throws Refused (404) naming the nearest where there is no such indicator */
export const indicatorOf = (known: readonly Indicator[], id: string): Indicator => {
  const indicator = known.find((each) => each.id === id)
  if (indicator) return indicator
  const near = nearestIndicators(id, known).filter((each) => known.some((one) => one.id === each))
  throw new Refused({
    status: 404,
    code: 'unknown-indicator',
    detail: `There is no indicator ${id.slice(0, 100)}${near.length > 0 ? `; did you mean ${near.join(', ')}?` : '; /v1/indicators lists them'}`,
    about: { given: id.slice(0, 100), near: near.join(', ') },
  })
}
