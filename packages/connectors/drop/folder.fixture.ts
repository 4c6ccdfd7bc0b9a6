import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Checkpoint, SourceContext } from '@ioc/source/source.ts'
import type { Read, Reading } from '../way.ts'
import { drop } from './drop.ts'
import type { DropSettings } from './settings.ts'

/** A folder of its own with the way that reads it, and a place beside it to remember in. */
export const openDropFolder = (settings: Partial<DropSettings> = {}) => {
  const root = mkdtempSync(join(tmpdir(), 'ioc-drop-'))
  const folder = join(root, 'in')
  const ownFolder = join(root, 'own')
  for (const each of [folder, ownFolder]) mkdirSync(each)
  const notices: string[] = []
  let aheadMs = 0
  const way = drop()
  const parsed = way.settings.parse({ folder, settleMs: 0, ...settings })
  const open = () =>
    way.open(parsed, {
      ...{ name: 'forms', ownFolder, now: () => Date.now() + aheadMs },
      notice: (message) => notices.push(message),
    })
  let opened = open()
  const stopping = new AbortController()
  const context: SourceContext = {
    clock: {
      ...{ now: Date.now, beganAt: null, running: true },
      ...{ atArrival: (ms: number) => ms, systemInstantOf: (ms: number) => ms },
    },
    signal: stopping.signal,
    callerHash: () => '',
  }
  /** Reads until there is nothing more, or a number of steps; the rest of what was begun is thrown away, as by a kill. */
  const read = async (
    since: Checkpoint | null,
    stepsMax = Number.POSITIVE_INFINITY,
  ): Promise<{ reads: Read[]; readings: Reading[]; checkpoint: Checkpoint | null }> => {
    const readings: Reading[] = []
    if (stepsMax > 0)
      for await (const reading of opened.read(since, context)) {
        readings.push(reading)
        if (readings.length >= stepsMax) break
      }
    const checkpoint = readings.at(-1)?.checkpoint ?? since
    return { reads: readings.flatMap(({ reads }) => reads), readings, checkpoint }
  }
  return {
    ...{ folder, ownFolder, notices, context, read },
    path: (name: string) => join(folder, name),
    way: () => opened,
    /** As after a restart of the service. */
    restart: () => {
      opened = open()
    },
    pass: (ms: number) => {
      aheadMs += ms
    },
    stop: () => stopping.abort(),
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

/** What stands in the records, without what the way tells beside; of broken ones the code and the message. */
export const shown = (reads: readonly Read[]): unknown[] =>
  reads.map((read) => {
    if ('bytes' in read) return `${read.faults[0]!.code}: ${read.faults[0]!.message}`
    const { '@file': _file, '@writtenAt': _writtenAt, ...cells } = read.record
    return cells
  })
