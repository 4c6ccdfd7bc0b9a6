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
): Promise<Read[]> => {
  if (connected.way.kind === 'drop') return readDropped(connected, file, settings, context)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new WrongSample(
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown cause'})`,
    )
  }
  const whole = parsed(text.trim())
  const list = Array.isArray(whole) ? whole : listInside(whole)
  if (list) return list.map((record, index) => readOf(`record ${index + 1}`, record, ''))
  return text
    .split('\n')
    .map((line, index): [string, number] => [line.trim(), index + 1])
    .filter(([line]) => line !== '')
    .map(([line, number]) => readOf(`line ${number}`, parsed(line), line))
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** An answer’s one list of objects. */
const listInside = (whole: unknown): unknown[] | null => {
  if (typeof whole !== 'object' || whole === null) return null
  const lists = Object.values(whole).filter(
    (value) => Array.isArray(value) && value.every((each) => typeof each === 'object' && each !== null),
  )
  // One record of NDJSON has nested lists too: an answer has no fields of a record beside its list.
  return lists.length === 1 && Object.keys(whole).length <= 4 ? (lists[0] as unknown[]) : null
}

const readOf = (where: string, record: unknown, line: string): Read =>
  typeof record === 'object' && record !== null && !Array.isArray(record)
    ? { where, record: record as Record<string, unknown> }
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
      ...{ name: connected.name, ownFolder, now: Date.now, notice: () => {} },
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
