import { type Artefact, artefact as artefactSchema, type SnapshotBody } from '@ioc/schemas/snapshot/index.ts'
import { faultOfTotals } from './control-totals.ts'
import { isWritten, jsonIn } from './plain-text.ts'
import { readValues } from './read-values.ts'

/** An artefact as its own canonical bytes have it, its values looked at and not kept: what a receiver has to know of it. */
export type PlainArtefact = {
  body: Omit<SnapshotBody, 'values'>
  /** How many. */
  values: number
  /** What was signed: a part of the bytes that were read, not a copy. */
  canonical: Uint8Array
  digest: string
  signature: string
}

const BEGIN = '{"body":'
const VALUES = ',"values":['
const END = ']},"digest":'

/**
 * Reads an artefact that is written as every one of ours is: the canonical bytes of its body, then digest and signature. What it gives fulfils the
 * schema and its control totals, and `canonical` are the body's canonical bytes; whether digest and signature are right is still to be asked.
 * Null where anything is otherwise, be it wrong or only unusual: the long way then says what it is. Of 4.2 MB 33 ms;
 * strict reading, canonical bytes, schema and totals one after another took 190.
 */
export const readPlain = (bytes: Uint8Array): PlainArtefact | null => {
  // A character a byte, so that places in the text are places in the bytes; what is no ASCII is read as UTF-8 where it stands.
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
  const valuesAt = text.indexOf(VALUES)
  const endAt = text.lastIndexOf(END)
  if (!text.startsWith(BEGIN) || valuesAt === -1 || endAt < valuesAt + VALUES.length - 1) return null
  const values = readValues(text, valuesAt + VALUES.length, endAt)
  if (values === null) return null

  // Of all names in a body "values" is the last. Whatever else stood here twice, or in another order, would be written otherwise.
  const rest = `${text.slice(0, valuesAt)}${VALUES}${text.slice(endAt)}`
  const whole = jsonIn(rest) as Artefact
  if (whole === undefined || !isWritten(whole, rest) || !artefactSchema.safeParse(whole).success) return null
  if (faultOfTotals(whole.body.controlTotals, values.sums) !== null) return null
  const { values: _none, ...body } = whole.body
  const canonical = bytes.subarray(BEGIN.length, endAt + 2)
  return { body, values: values.count, canonical, digest: whole.digest, signature: whole.signature }
}
