import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { ConnectedSource, Read } from '@ioc/connectors'
import type { SourceContext } from '@ioc/source'

/** The sample cannot be used; the message says what is wrong with it. */
export class WrongSample extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'WrongSample'
  }
}

/**
 * Records of a sample file. One of a drop source is read by the source’s own way, as if it had been dropped; of the others it is NDJSON, one
 * record a line, or a JSON answer that is a list or holds one.
 *
 * @throws WrongSample
 */
export const readSample = async (
  connected: ConnectedSource,
  file: string,
  settings: Record<string, unknown>,
  context: SourceContext,
  notice: (line: string) => void = () => {},
): Promise<Read[]> => {
  if (connected.way.kind === 'drop') return readDropped(connected, file, settings, context, notice)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new WrongSample(
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown cause'})`,
    )
  }
  const whole = parsed(text.trim())
  const list = recordsOf(connected, whole)
  if (list) return list.map((record, index) => readOf(`record ${index + 1}`, record, ''))
  // One record written over several lines, as programs show it to people.
  if (isObject(whole) && text.trim().includes('\n')) return [readOf('record 1', whole, '')]
  return text
    .split('\n')
    .map((line, index): [string, number] => [line.trim(), index + 1])
    .filter(([line]) => line !== '')
    .map(([line, number]) => readOf(`line ${number}`, parsed(line), line))
}

/**
 * The records of an answer somebody wrote down: as the source’s own way reads it, or, of a poll source that has none yet, the only list of objects in
 * it. A row of a database has lists of its own, and comes in no answer.
 */
const recordsOf = ({ way }: ConnectedSource, whole: unknown): readonly unknown[] | null => {
  if (Array.isArray(whole)) return whole
  if (!isObject(whole)) return null
  if (way.recordsOf) return way.recordsOf(whole)
  return way.kind === 'poll' ? (listIn(whole)?.list ?? null) : null
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Fields an answer has beside its list or the way to it, at most: a record has more, and nested lists of its own. */
const FIELDS_MAX = 8
const DEPTH_MAX = 4

/** An answer’s only list of objects, and the way to it: `data.items`. */
export const listIn = (whole: unknown, depth = 0): { path: string; list: unknown[] } | null => {
  if (!isObject(whole) || depth > DEPTH_MAX || Object.keys(whole).length > FIELDS_MAX) return null
  const found = Object.entries(whole).flatMap(([name, value]) => {
    if (Array.isArray(value))
      return value.length > 0 && value.every(isObject) ? [{ path: name, list: value }] : []
    const inside = listIn(value, depth + 1)
    return inside ? [{ path: `${name}.${inside.path}`, list: inside.list }] : []
  })
  return found.length === 1 ? found[0]! : null
}

const readOf = (where: string, record: unknown, line: string): Read =>
  isObject(record)
    ? { where, record }
    : {
        where,
        bytes: Buffer.from(line),
        faults: [{ path: '', code: 'not-json', message: 'is no JSON object' }],
      }

const readDropped = async (
  connected: ConnectedSource,
  file: string,
  settings: Record<string, unknown>,
  context: SourceContext,
  notice: (line: string) => void,
): Promise<Read[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'ioc-sample-'))
  try {
    const dropped = join(folder, 'dropped')
    const ownFolder = join(folder, 'own')
    mkdirSync(dropped)
    mkdirSync(ownFolder)
    try {
      copyFileSync(file, join(dropped, basename(file)))
    } catch (error) {
      throw new WrongSample(
        `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown cause'})`,
      )
    }
    const read = connected.way.settings.safeParse({ ...settings, folder: dropped, settleMs: 0 })
    if (!read.success)
      throw new WrongSample(
        `the settings of ${connected.name}: ${read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}`,
      )
    const way = connected.way.open(read.data, {
      ...{ name: connected.name, ownFolder, now: Date.now, notice },
    })
    const reads: Read[] = []
    for await (const reading of way.read(null, context)) reads.push(...reading.reads)
    await way.close()
    if (reads.length === 0)
      throw new WrongSample(`${file} gives no record: is its kind of file one that ${connected.name} reads?`)
    return reads
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
