import { z } from 'zod'
import { code } from '../events/fields.ts'
import { count, day, detachedSignature, digest, instantText, revision, word } from '../snapshot/fields.ts'

/** One thing the receiver did not take; `index` is the place in `body.values`, null where it is the snapshot as a whole. */
const refusal = z.strictObject({
  index: count.nullable(),
  code: code('a refusal code', /^[a-z]+(?:-[a-z]+)*$/, 'missing-revision'),
  reason: z.string().min(1).max(500),
})

const shape = {
  status: z.enum(['accepted', 'refused']),
  group: word,
  date: day,
  revision,
  /** Of the body as the receiver counted it; null where there was no body to count. */
  digest: digest.nullable(),
  /** Values in the body. A snapshot is taken whole or not at all. */
  counts: z.strictObject({ received: count, accepted: count, refused: count }),
  refused: z.array(refusal),
  receivedAt: instantText,
} as const

const fits = (r: { status: 'accepted' | 'refused'; digest: string | null; refused: unknown[] }) =>
  r.status === 'accepted' ? r.refused.length === 0 && r.digest !== null : r.refused.length > 0
const FITS = { error: 'is accepted with refusals, or refused without' }

/** What the receiver signs: the receipt without its signature. */
export const unsignedReceipt = z.strictObject(shape).refine(fits, FITS)

/** The receiver's signed answer to one snapshot (design §6); the same artefact gets the same receipt, byte for byte. */
export const receipt = z.strictObject({ ...shape, signature: detachedSignature }).refine(fits, FITS)

export type Refusal = z.output<typeof refusal>
export type UnsignedReceipt = z.output<typeof unsignedReceipt>
export type Receipt = z.output<typeof receipt>

/** JSON Schema (2020-12) of the receipt. */
export const receiptJsonSchema = () => ({
  ...z.toJSONSchema(receipt),
  title: 'Receipt for a snapshot of Lâm Đồng province',
})
