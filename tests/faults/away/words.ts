import { parseArgs } from 'node:util'
import { type AwayResult, runAway } from '../away.ts'
import { WrongWords } from '../options.ts'

/** Most a service may have resident, MB; the bound its processes are started with. */
export const RSS_MB_MAX = 400

/** Runs one absence as the words say; gives the exit code. */
export const runAwayCommand = async (words: string[], say: (line: string) => void): Promise<number> => {
  const { json, ...options } = readWords(words)
  const result = await runAway({ ...options, say })
  process.stdout.write(`${json ? JSON.stringify(result) : told(result)}\n`)
  const small = Object.values(result.rssMaxMb).every((mb) => mb < RSS_MB_MAX)
  return result.lost === 0 && result.doubled === 0 && small ? 0 : 1
}

function readWords(words: string[]) {
  let values: Partial<Record<'engine' | 'seconds' | 'rate' | 'how', string>> & { json?: boolean }
  try {
    values = parseArgs({
      args: words,
      options: {
        engine: { type: 'string' },
        seconds: { type: 'string', default: '300' },
        rate: { type: 'string', default: '2000' },
        how: { type: 'string', default: 'killed' },
        json: { type: 'boolean' },
      },
    }).values
  } catch (error) {
    throw new WrongWords((error as Error).message)
  }
  const { engine, how } = values
  if (engine !== 'clickhouse' && engine !== 'kafka')
    throw new WrongWords(`--engine ${engine ?? '(none)'} is none of clickhouse, kafka`)
  if (how !== 'killed' && how !== 'paused') throw new WrongWords(`--how ${how} is none of killed, paused`)
  const whole = (name: 'seconds' | 'rate'): number => {
    const number = Number(values[name])
    if (!Number.isInteger(number) || number < 1)
      throw new WrongWords(`--${name} ${values[name]} is no whole number of at least 1`)
    return number
  }
  return { engine, how, seconds: whole('seconds'), rate: whole('rate'), json: values.json === true } as const
}

const told = (result: AwayResult): string =>
  `${result.engine} ${result.how} for ${result.awaySeconds} s at ${result.rate} events/s: ${result.acknowledged} acknowledged, ${result.lost} lost, ${result.doubled} doubled; caught up in ${result.catchUpSeconds} s; most memory (MB): ${Object.entries(
    result.rssMaxMb,
  )
    .map(([service, mb]) => `${service} ${mb}`)
    .join(', ')}`
