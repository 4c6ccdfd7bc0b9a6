import { parseArgs } from 'node:util'
import { WrongWords } from '../options.ts'
import { clearOnExit } from '../world/leftovers.ts'
import { inWords, type Report, runSnapshots } from './run.ts'
import { SABOTAGES } from './sabotage.ts'

/** Runs seeds of days as the words say; gives the exit code. */
export const runSnapshotsCommand = async (words: string[], say: (line: string) => void): Promise<number> => {
  const { json, ...options } = readWords(words)
  clearOnExit()
  const enough = new AbortController()
  process.once('SIGINT', () => {
    enough.abort()
    say('no seed begins any more; the report comes when this one is done (again: ends at once)')
  })
  const report = await runSnapshots(options, say, enough.signal)
  for (const { seed, what, command, folder } of report.failures)
    say(
      `seed ${seed} failed: ${what.join('; ')}\n  again: ${command}\n  left to look at: ${folder ?? 'nothing'}`,
    )
  process.stdout.write(`${json ? JSON.stringify(report) : told(report)}\n`)
  return report.failures.length === 0 && report.seeds === options.seeds ? 0 : 1
}

function readWords(words: string[]) {
  let values: Record<string, string | boolean | undefined>
  try {
    values = parseArgs({
      args: words,
      options: {
        seeds: { type: 'string', default: '3' },
        first: { type: 'string', default: '1' },
        world: { type: 'string', default: '25' },
        json: { type: 'boolean', default: false },
        sabotage: { type: 'string' },
      },
    }).values
  } catch (error) {
    throw new WrongWords((error as Error).message)
  }
  const whole = (name: string, least: number): number => {
    const number = Number(values[name])
    if (!Number.isInteger(number) || number < least)
      throw new WrongWords(`--${name} ${values[name]} is no whole number of at least ${least}`)
    return number
  }
  const sabotage = (values.sabotage as string | undefined) ?? null
  if (sabotage !== null && !SABOTAGES.includes(sabotage))
    throw new WrongWords(`--sabotage ${sabotage} is none of ${SABOTAGES.join(', ')}`)
  return {
    sabotage,
    ...{ seeds: whole('seeds', 1), first: whole('first', 0), seedsPerWorld: whole('world', 1) },
    json: values.json === true,
  }
}

const told = (all: Report): string =>
  [
    `${all.seeds} seeds in ${all.seconds} s: killed ${inWords(all.kills)}; paused ${inWords(all.pauses)}; ${all.drops} answers dropped, ${all.jumps} jumps of the clock`,
    `${all.snapshots} snapshots, ${all.revisions} of them revisions: ${all.lost} lost, ${all.doubled} doubled, ${all.mismatches} other things different`,
  ].join('\n')
