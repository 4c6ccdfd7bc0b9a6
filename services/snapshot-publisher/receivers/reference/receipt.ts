import { type Receipt, receipt as receiptSchema } from '@ioc/schemas/receipt/index.ts'
import { jsonOf } from '../answer.ts'
import type { Parcel } from '../receiver.ts'

/** The receipt in an answer, not yet trusted; `none` where there is nothing of its shape, `elsewhere` where it is about another snapshot. */
export const receiptIn = (
  text: string,
  parcel: Parcel,
): { kind: 'receipt'; receipt: Receipt } | { kind: 'elsewhere'; detail: string } | { kind: 'none' } => {
  const read = receiptSchema.safeParse(jsonOf(text))
  if (!read.success) return { kind: 'none' }
  const { group, date, revision, digest } = read.data
  if (group !== parcel.group || date !== parcel.date || revision !== parcel.revision)
    return { kind: 'elsewhere', detail: `the receipt is for ${group}/${date}/${revision}` }
  if (digest !== parcel.digest)
    return {
      kind: 'elsewhere',
      detail: 'the receipt is for another body: its digest is not the one that was sent',
    }
  return { kind: 'receipt', receipt: read.data }
}
