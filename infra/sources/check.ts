import { fileURLToPath } from 'node:url'
import type { Catalogues } from '@ioc/catalogues'
import { type ClickHouse, ClickHouseError } from '@ioc/clickhouse'
import type { BusinessClock } from '@ioc/clock'
import { type Checked, checkReads } from '@ioc/connectors/check.ts'
import { readPlaced } from '@ioc/connectors/place.ts'
import { type Moved, movedBy } from './moved.ts'
import type { Registered } from './registry.ts'
import { readSample, WrongSample } from './sample.ts'
import type { Words } from './words.ts'

export type CheckDoors = {
  catalogues: Catalogues
  clock: BusinessClock
  dataDir: string
  clickhouse(database: string): ClickHouse
}

const EX_DATAERR = 65
const say = (line: string) => process.stderr.write(`${line}\n`)
/** What stands in place of a caller’s hash: the key stays with the producer. */
const NO_HASH = `check:${'0'.repeat(32)}`

/** `source check`: what would become of a sample’s records. Nothing is sent. Exit code 65 if something would be rejected. */
export const runCheck = async (
  { values }: Words,
  { producer, connected }: Registered,
  doors: CheckDoors,
): Promise<number> => {
  const file = values.sample ?? fileURLToPath(connected.sample)
  const callerHash = () => NO_HASH
  const settings = readPlaced(doors.dataDir, producer, connected.name)?.settings ?? {}
  let checked: Checked[]
  try {
    const signal = new AbortController().signal
    const reads = await readSample(connected, file, settings, { clock: doors.clock, signal, callerHash }, say)
    checked = checkReads(connected, reads, {
      ...{ callerHash, catalogues: doors.catalogues, businessNowMs: doors.clock.now() },
    })
  } catch (error) {
    if (!(error instanceof WrongSample)) throw error
    say(error.message)
    return EX_DATAERR
  }
  const kept = checked.filter((each) => each.verdict === 'keep')
  const counts = {
    records: new Set(checked.map(({ where }) => where)).size,
    kept: kept.length,
    skipped: checked.filter(({ verdict }) => verdict === 'skip').length,
    rejected: checked.filter(({ verdict }) => verdict === 'reject').length,
  }
  const moved = kept.length === 0 ? { days: null, moved: [] } : await countMoved(doors, connected, kept)
  if (values.json)
    process.stdout.write(
      `${JSON.stringify({
        ...{ source: connected.name, contract: connected.contract.id, sample: file, counts },
        catalogues: doors.catalogues.version,
        records: checked.map(shownJson),
        indicators: moved,
      })}\n`,
    )
  else print(checked, counts, moved, { rows: values.rows, judgedBy: doors.catalogues.version })
  return counts.rejected > 0 ? EX_DATAERR : 0
}

type Result = { days: { from: string; to: string } | null; moved: Moved[] } | { notCounted: string }

const countMoved = async (
  { clickhouse, catalogues }: CheckDoors,
  { contract }: Registered['connected'],
  kept: Extract<Checked, { verdict: 'keep' }>[],
): Promise<Result> => {
  try {
    return await movedBy(clickhouse, catalogues, contract, kept)
  } catch (error) {
    if (!(error instanceof ClickHouseError) || error.kind === 'refused') throw error
    return {
      notCounted:
        'ClickHouse does not answer, so which indicators would move was not counted: start the river (npm start), or set CLICKHOUSE_URL',
    }
  }
}

/** The record itself is left out: it may hold what must not leave this machine. */
const shownJson = (each: Checked) => {
  const { record: _, ...told } = each
  if (told.verdict !== 'keep') return told
  const { line: __, ...rest } = told
  return rest
}

const print = (
  checked: readonly Checked[],
  counts: object,
  moved: Result,
  { rows, judgedBy }: { rows: boolean; judgedBy: string },
) => {
  const lines = checked.flatMap((each) => linesOf(each, rows))
  const told = Object.entries(counts).map(([name, count]) => `${count} ${name}`)
  lines.push('', `${told.join(', ')}; nothing was sent`, `codes looked up in catalogues ${judgedBy}`)
  if ('notCounted' in moved) lines.push(moved.notCounted)
  else if (moved.moved.length > 0) {
    const days = moved.days ? `, over ${moved.days.from} to ${moved.days.to}` : ''
    lines.push('', `indicators of the province that these records alone would move${days}:`)
    for (const { indicator, numerator, denominator, title } of moved.moved)
      lines.push(
        `  ${indicator.padEnd(44)} ${(denominator === null ? numerator : `${numerator} / ${denominator}`).padStart(12)}  ${title}`,
      )
  }
  process.stdout.write(`${lines.join('\n')}\n`)
}

const linesOf = (each: Checked, rows: boolean): string[] => {
  const head = `${each.where.padEnd(10)}  `
  switch (each.verdict) {
    case 'keep': {
      const columns = rows ? Object.entries(each.row) : []
      return [
        `${head}keep    ${String(each.row.subject)}`,
        ...columns.map(([column, value]) => `            ${column} = ${JSON.stringify(value)}`),
      ]
    }
    case 'skip':
      return [`${head}skip    ${each.why}`]
    case 'reject':
      return [
        `${head}reject  ${each.id}`,
        ...each.reasons.map(
          ({ path, code, message }) => `            ${path || '(the record)'}: ${message} [${code}]`,
        ),
      ]
  }
}
