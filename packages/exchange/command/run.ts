import { ClickHouseError } from '@ioc/clickhouse'
import { EX_CONFIG, WrongWords } from '@ioc/config'
import { toIso } from '@ioc/schemas/events/instant.ts'
import { cursorOf, writeCursor } from '../cursor.ts'
import { type ExplainDoors, explainValue } from '../explain.ts'
import { changesOf, compareRevisions, notThere, showSnapshot, valuesMatching } from '../look.ts'
import { placeText } from '../place.ts'
import { listPublished, type SnapshotRow } from '../published.ts'
import { type Publisher, PublisherAway, PublisherRefuses, type Standing } from '../publisher.ts'
import { ExchangeRefusal } from '../refusal.ts'
import { valuesCsv } from '../values-csv.ts'
import { HELP } from './help.ts'
import {
  comparedText,
  explainedText,
  listText,
  previewsText,
  shownText,
  standingsText,
  valuesText,
} from './print.ts'
import { type Command, readCommand } from './read.ts'

const EX_UNAVAILABLE = 69

/** What the commands need; those that only look need no publisher and no key. */
export type CommandDoors = ExplainDoors & {
  publisher: Publisher
  /** Throws where the operator's key cannot be read. */
  operatorKey(): string
  /** Told of progress, a line at a time. */
  say(line: string): void
}

/** What a command prints, and the exit code. */
export type Told = { code: number; stdout: string; stderr: string }

/** Runs a command line and gives what came of it; throws only for faults of ours. */
export const runCommand = async (args: readonly string[], doors: CommandDoors): Promise<Told> => {
  try {
    return { code: 0, stderr: '', ...(await answerTo(readCommand(args), doors)) }
  } catch (error) {
    const said = sayError(error)
    if (said === null) throw error
    return { code: said.code, stdout: '', stderr: `${said.line}\n` }
  }
}

const sayError = (error: unknown): { code: number; line: string } | null => {
  if (error instanceof WrongWords)
    return {
      code: EX_CONFIG,
      line: `${error.message}\nnpm run snapshots -- --help tells what it understands.`,
    }
  if (error instanceof ExchangeRefusal || error instanceof PublisherRefuses)
    return { code: 1, line: error.message }
  if (error instanceof PublisherAway) return { code: EX_UNAVAILABLE, line: error.message }
  if (error instanceof ClickHouseError)
    return error.kind === 'refused'
      ? {
          code: 1,
          line: `ClickHouse refused with code ${error.code}: is CLICKHOUSE_URL the product's, and are its tables provisioned?`,
        }
      : {
          code: EX_UNAVAILABLE,
          line: 'ClickHouse does not answer: check CLICKHOUSE_URL, and that npm start is running.',
        }
  return null
}

const json = (answer: object) => `${JSON.stringify(answer)}\n`
const text = (answer: string) => `${answer}\n`

const answerTo = async (
  command: Command,
  doors: CommandDoors,
): Promise<{ stdout: string; code?: number }> => {
  const { clickhouse, publisher, say } = doors
  switch (command.name) {
    case 'help':
      return { stdout: HELP }
    case 'list': {
      const { limit } = command.filter
      const rows = await listPublished(clickhouse, { ...command.filter, limit: limit + 1 })
      const { group, from, to } = command.filter
      if (rows.length === 0 && group !== undefined) {
        // A group that is none is a slip, and not an empty list.
        const refusal = await notThere(clickhouse, { group, date: to ?? from ?? '1970-01-01' })
        if (refusal.code === 'unknown-group') throw refusal
      }
      const page = rows.slice(0, limit)
      const next = rows.length > limit ? writeCursor(cursorOf(page.at(-1)!)) : null
      return {
        stdout: command.json ? json({ snapshots: page.map(listed), next }) : text(listText(page, next)),
      }
    }
    case 'show': {
      const shown = await showSnapshot(clickhouse, command.wanted)
      const { body } = shown.artefact
      if (command.json) return { stdout: shown.text }
      const values = valuesMatching(body.values, command.values ?? {})
      if (command.csv) return { stdout: valuesCsv(body, values) }
      const table = command.values ? `\n\n${valuesText(values, command.limit)}` : ''
      return { stdout: text(shownText(shown) + table) }
    }
    case 'diff': {
      const compared = await compareRevisions(clickhouse, command.asked)
      return { stdout: command.json ? json(compared) : text(comparedText(compared, command.limit)) }
    }
    case 'explain': {
      // Whoever may read the key may know what is behind a value that left the province without numbers.
      if (command.asked.reveal) doors.operatorKey()
      const explained = await explainValue(doors, command.asked)
      return {
        stdout: command.json ? json(explained) : text(explainedText(explained)),
        code: explained.agrees === false ? 1 : 0,
      }
    }
    case 'preview': {
      say(`asking the publisher what it would publish for ${command.asked.date} …`)
      const previews = []
      for (const preview of await publisher.preview(command.asked)) {
        say(`${placeText(preview)}: comparing ${preview.values} values with what is published …`)
        previews.push(await changesOf(clickhouse, preview))
      }
      return { stdout: command.json ? json({ previews }) : text(previewsText(previews, command.limit)) }
    }
    case 'publish': {
      const { dates, asked } = command
      const upTo = dates.length > 1 ? { upTo: dates.at(-1)! } : {}
      const made: Standing[][] = []
      for (const [n, date] of dates.entries()) {
        const mine = { ...asked, ...upTo, date }
        made.push(await watched(() => publisher.publish(mine), mine, doors))
        // A day in a row may be answered while it is sent; asked again it tells how it stands. Anew it is published but once.
        const isSent = ({ receipt }: Standing) => receipt !== 'waiting'
        if (n > 0 && asked.reason === undefined && !made[n - 1]!.every(isSent))
          made[n - 1] = await publisher.publish({ ...asked, date: dates[n - 1]! })
        // Whoever stops it can begin again: a day that is there stays as it is.
        if (dates.length > 1) say(`${n + 1} of ${dates.length} days done`)
      }
      const snapshots = made.flat()
      return { stdout: command.json ? json({ snapshots }) : text(standingsText(snapshots)) }
    }
    case 'resend': {
      say(`sending ${placeText(command.place)} again …`)
      const snapshots = await publisher.resend(command.place, command.reason)
      return { stdout: command.json ? json({ snapshots }) : text(standingsText(snapshots)) }
    }
  }
}

const listed = ({ publishedMs, ...row }: SnapshotRow) => ({ ...row, publishedAt: toIso(publishedMs) })

const LOOK_MS = 1_000

/** Says what becomes of the groups of a date while the publisher is at work. */
const watched = async <T>(
  work: () => Promise<T>,
  { date, group }: { date: string; group: string | undefined },
  { clickhouse, say }: CommandDoors,
): Promise<T> => {
  const said = new Set<string>()
  const look = async (first = false) => {
    try {
      for (const row of await listPublished(clickhouse, { group, from: date, to: date, limit: 1_000 })) {
        const line = `${placeText(row)}: published, receipt ${row.receipt}`
        if (!first && !said.has(line)) say(line)
        said.add(line)
      }
    } catch {
      // What is under way is not disturbed by our not seeing it; its answer says how it ended.
    }
  }
  say(`publishing ${date} …`)
  void look(true)
  const timer = setInterval(() => void look(), LOOK_MS)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}
