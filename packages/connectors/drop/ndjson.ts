import { readJson } from '@ioc/reader'
import { decoderOf, encodingOf } from './encoding.ts'
import { brokenRow } from './faults.ts'
import type { OpenFile, ReadRows, Row } from './file.ts'
import { LINE_BYTES_MAX, type Line, readLines } from './lines.ts'
import { startOf } from './start.ts'

const isBlank = (bytes: Buffer) => bytes.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09)

const rowOf = (file: OpenFile, { bytes, line, next, tooLong }: Line, json: Buffer | null): Row => {
  const where = `${file.name}:${line}`
  const place = { at: next, line: line + 1 }
  if (tooLong)
    return {
      read: brokenRow(where, bytes, 'line-too-long', `is longer than ${LINE_BYTES_MAX} bytes`),
      next: place,
    }
  const read = readJson(json)
  if (read.kind === 'keep') return { read: { where, record: read.value.json }, next: place }
  const [reason] = read.kind === 'reject' ? read.reasons : []
  return {
    read: brokenRow(where, bytes, reason!.code, reason!.message.replace('the value ', '')),
    next: place,
  }
}

/** NDJSON: a JSON object a line. */
export const ndjson: ReadRows = async function* (file, settings, from) {
  const { encoding, from: begin } = encodingOf(await startOf(file), settings.encoding, 'json')
  const decode = decoderOf(encoding)
  const jsonOf = (bytes: Buffer) => (encoding === 'utf-8' ? bytes : Buffer.from(decode(bytes) ?? ''))
  for await (const lines of readLines(file, { from: from ?? { at: begin, line: 1 }, encoding }))
    yield lines
      .filter(({ bytes, tooLong }) => tooLong || !isBlank(bytes))
      .map((line) => rowOf(file, line, line.tooLong ? null : jsonOf(line.bytes)))
}
