// `npm run bench`: each benchmark compares two things in one run on this machine, and says the ratio, not a time.
import { cpus, totalmem } from 'node:os'
import { backfillBeside } from './backfill.ts'
import { cold } from './cold.ts'
import { openFolder } from './folder.ts'
import { freshness } from './freshness.ts'
import { indicators } from './indicators.ts'
import { ingest } from './ingest.ts'
import { ingestScale, POINTS } from './ingest-scale.ts'
import { largeFile } from './large-file.ts'
import { ledgerCost } from './ledger-cost.ts'
import { type Benchmark, type Spread, whyBusy } from './measure.ts'
import { memory } from './memory.ts'
import { type Options, readOptions } from './options.ts'
import { overview } from './overview.ts'
import { push } from './push.ts'
import { recovery } from './recovery.ts'
import { snapshot } from './snapshot.ts'

type Listed = { title: string; run: Benchmark; events?: number; seconds?: number; rates?: readonly number[] }

const BENCHMARKS: Record<string, Listed> = {
  ingest: {
    title:
      'events/s from a filled topic to durable ledger and tables ÷ the best of ClickHouse’s own Kafka engine (goal: at least 1)',
    run: ingest,
    events: 600_000,
  },
  'ingest-scale': {
    title:
      'CPU an event with 1, 2, 4 aggregators, 1 to 16 partitions, small and large events, rejects and duplicates: the dearest ÷ the cheapest (goal: at most 1.5)',
    run: ingestScale,
  },
  'ledger-cost': {
    title:
      'throughput of the aggregator with the ledger and its guarantees ÷ without them (goal: at least 0.75)',
    run: ledgerCost,
  },
  indicators: {
    title:
      'all indicators, scopes and periods of a date: time per dossier at 5 million ÷ at 1 million (goal: at most 1, and 1.5 s at 1 million)',
    run: indicators,
  },
  freshness: {
    title:
      'p95 from a producer’s acknowledgement to the pixel at 2,000 events/s with 50 viewers ÷ the goal of 1 s (goal: at most 1); to row and indicator too, and at 200 and 20,000/s',
    run: freshness,
    rates: [200, 2_000, 20_000],
  },
  backfill: {
    title:
      'p95 from acknowledgement to row at 2,000 live events/s beside a backfill ÷ the goal of 1 s (goal: at most 1)',
    run: backfillBeside,
  },
  push: {
    title:
      'events a second one producer accepts over HTTP and Kafka acknowledges, in batches of 500 ÷ the goal of 20,000 (goal: at least 1)',
    run: push,
  },
  'large-file': {
    title:
      'a file of 2 GB, a million rows, one broken, through the drop source, killed on the way: peak resident memory of the producer ÷ the goal of 400 MB (goal: at most 1)',
    run: largeFile,
  },
  overview: {
    title:
      'p95 of an overview over 1 million dossiers while events stream in ÷ the goal of 150 ms (goal: at most 1)',
    run: overview,
  },
  snapshot: {
    title:
      'four groups over 1 million dossiers, from cut to receipts: one date ÷ 3 s (goal: at most 1), and a backfill (goal: 2 dates a second)',
    run: snapshot,
  },
  memory: {
    title:
      'resident memory of every service while a filled log is folded and over an hour of pushed events: the most of any ÷ the goal of 400 MB (goal: at most 1)',
    run: memory,
    events: 600_000,
    seconds: 3_600,
    rates: [1_000],
  },
  recovery: {
    title:
      'seconds from the SIGKILL of an aggregator under load until the ledger has caught up with the log ÷ the goal of 5 s (goal: at most 1); of ClickHouse and Kafka too',
    run: recovery,
    seconds: 10,
    rates: [2_000],
  },
  cold: {
    title:
      'seconds of npm start on an empty folder until all is replayed and stopped ÷ the goal of 60 s (goal: at most 1); until ready, first screen, and on a used folder',
    run: cold,
  },
}

const HELP = `npm run bench -- [--json] [--only name] [--rounds N]

Benchmarks on engines of their own, on free ports, in a temporary folder. Each compares two ways in one run, turn by turn,
and gives median, smallest and largest ratio: single times say little on a shared machine.

${Object.entries(BENCHMARKS)
  .map(([name, { title }]) => `  ${name}\n      ${title}`)
  .join('\n')}

  --only <name>   only this one; may be given more than once
  --rounds <n>    turns of each way [5]
  --events <n>    events per turn [200000; ingest and memory 600000]
  --seconds <n>   how long a stream goes on [freshness 60, memory 3600]; of recovery, what is watched before each kill [10]
  --rate <n>      events a second of a stream; may be given more than once [freshness 200, 2000, 20000; memory 1000; recovery 2000]
  --point <name>  of ingest-scale only this point; may be given more than once: ${Object.keys(POINTS).join(', ')}
  --until <what>  how far cold follows a start: up, it answers and shows its first screen; done, all is replayed [done]
  --dates <n>     dates in a row of the backfill of snapshots [30]; a year is 365
  --json          one JSON object on stdout; everything else goes to stderr
  --help          this text

Small sizes, to see that one works:
  -- --only ingest-scale --rounds 1 --events 1000
  -- --only freshness --rounds 1 --seconds 2 --rate 2000
  -- --only memory --events 5000 --seconds 20 --rate 250
  -- --only recovery --rounds 1 --seconds 3 --rate 200
  -- --only cold --rounds 1 --until up

Ctrl-C ends it with everything it has started.
`

const EX_CONFIG = 78

const options = ((): Options => {
  try {
    return readOptions(process.argv.slice(2), {
      benchmarks: Object.keys(BENCHMARKS),
      points: Object.keys(POINTS),
    })
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${HELP}`)
    return process.exit(EX_CONFIG)
  }
})()
if (options.help) {
  process.stdout.write(HELP)
  process.exit(0)
}
const chromium = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'

openFolder(process.env)
const say = (line: string) => process.stderr.write(`${line}\n`)
const names = Object.keys(BENCHMARKS).filter(
  (name) => options.only.length === 0 || options.only.includes(name),
)
const inWords = (ratio: Spread | null, says?: string) =>
  ratio === null ? (says ?? 'no ratio') : `ratio ${ratio.median} (${ratio.min} to ${ratio.max})`
const benchmarks = []
for (const name of names) {
  say(`▶ ${name}: ${BENCHMARKS[name]!.title}`)
  const { run, ...usual } = BENCHMARKS[name]!
  const measured = await run({
    ...options,
    events: options.events ?? usual.events ?? 200_000,
    seconds: options.seconds ?? usual.seconds ?? 60,
    rates: options.rates.length > 0 ? options.rates : (usual.rates ?? []),
    ...{ chromium, say },
  })
  const { figures, conditions } = measured
  const says = measured.says ?? (measured.ratio && whyBusy(measured.ratio)) ?? undefined
  const ratio = says === undefined ? measured.ratio : null
  say(`■ ${name}: ${inWords(ratio, says)} ${JSON.stringify(figures)}`)
  benchmarks.push({ name, ratio, figures, ...(conditions && { conditions }), ...(says && { says }) })
}
const machine = {
  cores: cpus().length,
  processor: cpus()[0]?.model ?? 'unknown',
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
}
if (options.json) process.stdout.write(`${JSON.stringify({ machine, benchmarks })}\n`)
else
  for (const { name, ratio, says } of benchmarks) process.stdout.write(`${name}  ${inWords(ratio, says)}\n`)
process.exit()
