import { EX_CONFIG } from '@ioc/config'
import { runAwayCommand } from './away/words.ts'
import { HELP, type Options, readOptions, WrongWords } from './options.ts'
import { type Report, runSeeds } from './run.ts'
import { runSimulation } from './simulate.ts'
import { runSnapshotsCommand } from './snapshots/words.ts'
import { clearOnExit } from './world/leftovers.ts'

const say = (line: string) => process.stderr.write(`${line}\n`)

const wrongWords = (line: string): never => {
  say(`${line}\n\n${HELP}`)
  process.exit(EX_CONFIG)
}

const words = process.argv.slice(2)
if (words.includes('--help')) {
  process.stdout.write(HELP)
  process.exit(0)
}
try {
  if (words[0] === 'simulate') process.exit(await runSimulation(words.slice(1), say))
  if (words[0] === 'snapshots') process.exit(await runSnapshotsCommand(words.slice(1), say))
  if (words[0] === 'away') process.exit(await runAwayCommand(words.slice(1), say))
} catch (error) {
  if (error instanceof WrongWords) wrongWords(error.message)
  throw error
}

const options: Options = (() => {
  try {
    return readOptions(words)
  } catch (error) {
    if (error instanceof WrongWords) return wrongWords(error.message)
    throw error
  }
})()
clearOnExit()
// A long run that is broken off says what it has found so far; a second signal ends it at once.
const enough = new AbortController()
process.once('SIGINT', () => {
  enough.abort()
  say('no seed begins any more; the report comes when those under way are done (again: ends at once)')
})
const report = await runSeeds(options, say, enough.signal)
for (const { seed, what, command, folder } of report.failures)
  say(
    `seed ${seed} failed: ${what.join('; ')}\n  again: ${command}\n  left to look at: ${folder ?? 'nothing'}`,
  )
if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`)
else process.stdout.write(`${told(report)}\n`)
process.exit(report.failures.length === 0 && report.seeds === options.seeds ? 0 : 1)

function told(all: Report): string {
  return [
    `${all.seeds} seeds in ${all.seconds} s: ${all.kills} kills, ${all.pauses} pauses, ${all.drops} answers dropped, ${all.cuts} cuts, ${all.halfOpen} half-open lines (${all.duringWork} of them with records on their way)`,
    `${all.acknowledged} events acknowledged: ${all.lost} lost, ${all.doubled} doubled, ${all.indicatorMismatches} indicators and ${all.otherMismatches} other things different`,
  ].join('\n')
}
