import { parseArgs } from 'node:util'
import { WrongWords } from './options.ts'
import { type SimulationResult, simulate } from './simulation/index.ts'

const SECONDS = 60

/** Runs the pipeline's core in one thread, from seeds, as the words say; gives the exit code. */
export const runSimulation = async (words: string[], say: (line: string) => void): Promise<number> => {
  const { json, ...bounds } = readWords(words)
  const result = await simulate({
    ...bounds,
    onProgress: ({ schedules, seconds }) => say(`${schedules} schedules in ${Math.round(seconds)} s`),
  })
  const { failing } = result
  if (failing) {
    for (const finding of failing.findings.slice(0, 5))
      say(`seed ${failing.seed}: ${JSON.stringify(finding)}`)
    if (failing.smallest) say(`the smallest schedule that shows it: ${JSON.stringify(failing.smallest)}`)
    say(`  again: ${failing.command}`)
  }
  process.stdout.write(`${json ? JSON.stringify(result) : told(result)}\n`)
  return failing ? 1 : 0
}

function readWords(words: string[]) {
  let values: { seconds?: string; schedules?: string; seed?: string; json?: boolean }
  try {
    values = parseArgs({
      args: words,
      options: {
        seconds: { type: 'string' },
        schedules: { type: 'string' },
        seed: { type: 'string' },
        json: { type: 'boolean' },
      },
    }).values
  } catch (error) {
    throw new WrongWords((error as Error).message)
  }
  const whole = (name: 'seconds' | 'schedules' | 'seed'): number | undefined => {
    if (values[name] === undefined) return undefined
    const number = Number(values[name])
    if (!Number.isInteger(number) || number < 1)
      throw new WrongWords(`--${name} ${values[name]} is no whole number of at least 1`)
    return number
  }
  const [seconds, schedules, seed] = [whole('seconds'), whole('schedules'), whole('seed')]
  return {
    json: values.json === true,
    ...(schedules !== undefined ? { schedules } : {}),
    ...(seconds !== undefined || schedules === undefined ? { seconds: seconds ?? SECONDS } : {}),
    ...(seed !== undefined ? { seed } : {}),
  }
}

const told = (result: SimulationResult): string =>
  `${result.schedules} schedules in ${result.seconds.toFixed(1)} s: ${result.kills} kills, ${result.pauses} pauses, ${result.rebalances} rebalances, ${result.unknownAnswers} unknown answers; ${result.acknowledged} events acknowledged: ${result.lost} lost, ${result.doubled} doubled, ${result.indicatorMismatches} indicators different`
