import { parseArgs } from 'node:util'
import { SABOTAGES } from './sabotage.ts'
import { SABOTAGES as SNAPSHOT_SABOTAGES } from './snapshots/sabotage.ts'

export const HELP = `npm run faults -- --seeds N [--first S] [--workers W] [--json]
npm run faults -- simulate [--seconds N | --schedules N] [--seed S] [--json]
npm run faults -- snapshots [--seeds N] [--first S] [--world N] [--sabotage NAME] [--json]
npm run faults -- away --engine clickhouse|kafka [--seconds S] [--rate R] [--how killed|paused] [--json]

The first runs the product on real engines, and lets faults drawn from a seed strike while events are on their way: kills and
pauses of aggregators, ClickHouse and Kafka; connections cut, half-open, and answers dropped after the work was done. Then the
history of acknowledged sends is compared with what can be read. The second runs the pipeline alone, in memory and without time. The
third lets days pass while snapshot publishers, the receiver, Kafka and ClickHouse are killed, paused and not answered, and the clock
jumps; with --sabotage something is broken on purpose, and the run must end with 1. The fourth
takes one engine away for a while under a steady load, and watches what the services hold.

  --seeds N      how many seeds [15; of snapshots 3]
  --first S      the first of them [1]; the same seed has the same input and the same faults
  --workers W    worlds side by side, each with engines of its own [2]
  --world N      seeds that share a world before it is made anew [25]
  --json         one JSON object on stdout; its \`unsprung\` are faults whose moment never came, \`duringWork\` those that met
                 records on their way
simulate:
  --seconds N    how long it draws schedules [60]; --schedules N: so many of them instead
  --seed S       the first of them; without it another each time
snapshots:
  --sabotage W   ${SNAPSHOT_SABOTAGES.join(', ')}
away:
  --seconds S    how long the engine is away [300]
  --rate R       events a second, pushed from before until after [2000]
  --how H        killed (SIGKILL, started again after the time), or paused (SIGSTOP) [killed]

Needs Java 17 and Maven, as npm start does; brings its own engines on free ports, in folders of its own below the system's
temporary folder. A seed that fails keeps its folder and prints the command that repeats it.
Exit codes: 0 all seeds ran and nothing is lost, doubled or different; 1 something is, or a seed did not run; 78 wrong words.
`

export type Options = {
  seeds: number
  first: number
  workers: number
  seedsPerWorld: number
  json: boolean
  sabotage: string | null
}

/** The words cannot be understood; the message says which and why. */
export class WrongWords extends Error {
  override readonly name = 'WrongWords'
}

/** Reads the words of a run on real engines. @throws WrongWords */
export const readOptions = (words: string[]): Options => {
  let values: Record<string, string | boolean | undefined>
  try {
    values = parseArgs({
      args: words,
      options: {
        seeds: { type: 'string', default: '15' },
        first: { type: 'string', default: '1' },
        workers: { type: 'string', default: '2' },
        world: { type: 'string', default: '25' },
        json: { type: 'boolean', default: false },
        // For the test that these runs can see; not in the help.
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
  if (sabotage !== null && !(sabotage in SABOTAGES))
    throw new WrongWords(`--sabotage ${sabotage} is none of ${Object.keys(SABOTAGES).join(', ')}`)
  return {
    seeds: whole('seeds', 1),
    first: whole('first', 0),
    workers: whole('workers', 1),
    seedsPerWorld: whole('world', 1),
    json: values.json === true,
    sabotage,
  }
}
