import { ClickHouseError } from '@ioc/clickhouse'
import { RecordTooLarge } from '@ioc/kafka'
import type { Command, Targets } from './command.ts'
import { writeCursor } from './cursor.ts'
import type { DeadLetterDoors } from './doors.ts'
import { setAside } from './drop.ts'
import {
  countDeadLetters,
  type DeadLetter,
  type Filter,
  listDeadLetters,
  type State,
  WAITING,
} from './list.ts'
import { describeDeadLetter, openDeadLetter } from './look.ts'
import type { Position } from './position.ts'
import {
  countsText,
  detailText,
  droppedText,
  listText,
  openedText,
  replayedText,
  summaryOf,
} from './print.ts'
import { DeadLetterRefusal } from './refusal.ts'
import { type ReplayOutcome, replayDeadLetters } from './replay.ts'
import { matching } from './targets.ts'
import { listByUnit } from './units.ts'
import { refuseUnknownNames } from './unknown-names.ts'

type Answer = { json: object; text: string; done: boolean }

/** Runs one command and prints what came of it; gives the exit code. */
export const runCommand = async (command: Command, doors: DeadLetterDoors): Promise<number> => {
  try {
    const answer = await answerTo(command, doors)
    process.stdout.write(command.json ? `${JSON.stringify(answer.json)}\n` : `${answer.text}\n`)
    return answer.done ? 0 : 1
  } catch (error) {
    const said = sayError(error)
    if (said === null) throw error
    process.stderr.write(`${said}\n`)
    return 1
  }
}

const sayError = (error: unknown): string | null => {
  if (error instanceof DeadLetterRefusal) return error.message
  if (error instanceof ClickHouseError)
    return error.kind === 'refused'
      ? `ClickHouse refused with code ${error.code}: is CLICKHOUSE_URL the product's, and are its tables provisioned?`
      : 'ClickHouse does not answer: check CLICKHOUSE_URL, and that npm start is running. Nothing more was done.'
  if (error instanceof RecordTooLarge)
    return 'one of them is larger than its topic takes; mend it to hold less, and ask again'
  if ((error as Error).name === 'TimeoutError')
    return 'Kafka did not acknowledge in time: check KAFKA_BROKERS. Whether it was sent is told by asking again; a repeat is harmless.'
  return null
}

const progress = (line: string) => process.stderr.isTTY && process.stderr.write(`\r${line}\u001B[K`)

const answerTo = async (command: Command, doors: DeadLetterDoors): Promise<Answer> => {
  const { acting } = command
  switch (command.name) {
    case 'list': {
      const { filter, unit, limit, before } = command
      const page =
        unit === undefined
          ? await listDeadLetters(doors.clickhouse, filter, limit, before)
          : await listByUnit(doors, unit, filter, limit, before, acting)
      if (page.deadLetters.length === 0) await refuseUnknownNames(doors.clickhouse, filter)
      const next = page.next && writeCursor(page.next)
      return { json: { ...page, next }, text: listText(page.deadLetters, next), done: true }
    }
    case 'count': {
      const counts = await countDeadLetters(doors.clickhouse, command.filter)
      if (counts.records === 0) await refuseUnknownNames(doors.clickhouse, command.filter)
      return { json: counts, text: countsText(counts), done: true }
    }
    case 'show': {
      const detail = await describeDeadLetter(doors.clickhouse, command.position)
      const opened = command.open ? await openOrSay(command, doors) : null
      return {
        json: {
          ...detail,
          opened: opened instanceof DeadLetterRefusal ? { refused: opened.message } : opened,
        },
        text: `${detailText(detail)}${opened === null ? '' : `\n\n${opened instanceof DeadLetterRefusal ? opened.message : openedText(opened)}`}`,
        done: !(opened instanceof DeadLetterRefusal),
      }
    }
    case 'replay': {
      const { mending, dryRun, again, waitMs } = command
      const targets = await targetsOf(command.targets, again ? undefined : WAITING, doors)
      const results = await replayDeadLetters(doors, targets, {
        ...acting,
        mending,
        dryRun,
        again,
        waitMs,
        onProgress: (step, done, total) => progress(`${step} ${done} of ${total}`),
      })
      progress('')
      return {
        json: { results, summary: summaryOf(results) },
        text: replayedText(results),
        // Who does not wait for the ledger's word has what he asked for once it is sent.
        done: results.every(({ outcome }) => DONE.has(outcome) || (outcome === 'sent' && waitMs === 0)),
      }
    }
    default: {
      const states = command.name === 'drop' ? WAITING : (['dropped'] as const)
      const results = await setAside(
        doors,
        command.name,
        await targetsOf(command.targets, states, doors),
        acting,
      )
      return { json: { results }, text: droppedText(results), done: true }
    }
  }
}

/** `on-its-way` and `sent` have no word of the ledger yet, and so are not done for who waits for it. */
const DONE = new Set<ReplayOutcome>(['kept', 'would-be-kept', 'already-replayed'])

/** Where and why is told also of what cannot be opened. */
const openOrSay = async (command: Command & { name: 'show' }, doors: DeadLetterDoors) => {
  try {
    return await openDeadLetter(doors, command.position, { ...command.acting, unmasked: command.unmasked })
  } catch (error) {
    if (error instanceof DeadLetterRefusal) return error
    throw error
  }
}

const targetsOf = async (
  { positions, filter, limit }: Targets,
  usual: readonly State[] | undefined,
  doors: DeadLetterDoors,
): Promise<readonly (Position | DeadLetter)[]> => {
  if (filter === null) return positions
  const asked: Filter = { ...filter, states: filter.states ?? usual }
  return matching(doors.clickhouse, asked, limit)
}
