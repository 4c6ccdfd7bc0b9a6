import { parseArgs } from 'node:util'

/** What was said on the command line; what was not said each benchmark decides by itself. */
export type Options = {
  only: string[]
  rounds: number
  events?: number
  seconds?: number
  rates: number[]
  points: string[]
  dates: number
  until: 'up' | 'done'
  json: boolean
  help: boolean
}

/** Reads the command line; throws with a sentence naming what is wrong. */
export const readOptions = (
  argv: string[],
  known: { benchmarks: readonly string[]; points: readonly string[] },
): Options => {
  const { values } = parseArgs({
    args: argv,
    options: {
      only: { type: 'string', multiple: true, default: [] },
      rounds: { type: 'string', default: '5' },
      events: { type: 'string' },
      seconds: { type: 'string' },
      rate: { type: 'string', multiple: true, default: [] },
      point: { type: 'string', multiple: true, default: [] },
      dates: { type: 'string', default: '30' },
      until: { type: 'string', default: 'done' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  named('benchmark', values.only, known.benchmarks)
  named('point', values.point, known.points)
  const { until } = values
  if (until !== 'up' && until !== 'done') throw new Error(`--until ${until}: expects up or done`)
  return {
    only: values.only,
    rounds: whole('rounds', values.rounds, 100),
    ...(values.events !== undefined && { events: whole('events', values.events, 1_000_000) }),
    ...(values.seconds !== undefined && { seconds: whole('seconds', values.seconds, 86_400) }),
    rates: values.rate.map((rate) => whole('rate', rate, 100_000)),
    points: values.point,
    dates: whole('dates', values.dates, 365),
    ...{ until, json: values.json, help: values.help },
  }
}

const whole = (name: string, text: string, max: number): number => {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 1 && number <= max) return number
  throw new Error(`--${name} ${text}: expects a whole number from 1 to ${max}`)
}

const named = (what: string, asked: readonly string[], known: readonly string[]) => {
  const unknown = asked.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new Error(`no ${what} ${unknown.join(', ')}; there are ${known.join(', ')}`)
}
