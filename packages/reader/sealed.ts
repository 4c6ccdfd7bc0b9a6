import { type Outcome, type Reason, reject } from '@ioc/schemas'
import { z } from 'zod'

/** Header naming the sealing key; a record that carries it was rejected at the edge and its value is sealed bytes. */
export const SEALED_HEADER = 'ioc_sealed'
/** Header with the reasons of the edge, as JSON. */
export const REASONS_HEADER = 'ioc_reasons'

const shown = (pattern: RegExp) => z.string().max(512).regex(pattern)
const reasonsText = z
  .array(
    z.strictObject({
      path: shown(/^[A-Za-z0-9_.?@-]*$/),
      code: shown(/^[a-z0-9-]{1,64}$/),
      message: z
        .string()
        .max(512)
        .transform((text) => text.toWellFormed()),
    }),
  )
  .min(1)
  .max(100)

const unreadable: Reason = {
  path: `headers.${REASONS_HEADER}`,
  code: 'rejected-at-the-edge',
  message: 'the edge gave no readable reasons',
}

const readReasons = (header: Buffer | undefined): Reason[] => {
  try {
    const read = reasonsText.safeParse(JSON.parse(header?.toString('utf8') ?? ''))
    // A producer of another version may say a code we have no word for; it is kept as it says.
    return read.success ? (read.data as Reason[]) : [unreadable]
  } catch {
    return [unreadable] // bytes of a foreign writer; the record itself is kept, sealed as it is
  }
}

/**
 * What a producer refused travels sealed on its own topic, so that the ledger is the one truth of rejects (decision 0006).
 * Whether the bytes really are sealed by us is asked first: anyone may write a header.
 */
export const readSealedReject = (
  record: { headers: Record<string, Buffer>; value: Buffer | null },
  isSealed: (bytes: Buffer) => boolean,
): Outcome<never> =>
  record.value !== null && isSealed(record.value)
    ? reject(...readReasons(record.headers[REASONS_HEADER]))
    : reject({
        path: `headers.${SEALED_HEADER}`,
        code: 'not-sealed',
        message: 'says it is sealed, but this key does not open it',
      })
