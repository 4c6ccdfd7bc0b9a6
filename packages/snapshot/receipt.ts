import {
  type Receipt,
  receipt as receiptSchema,
  type UnsignedReceipt,
  unsignedReceipt,
} from '@ioc/schemas/receipt/index.ts'
import { canonicalBytes } from './canonical.ts'
import type { Jwks } from './jwks.ts'
import { signDetached } from './jws.ts'
import type { SigningKey } from './keys.ts'
import { type Verdict, wrong } from './verdict.ts'
import { verifySignature } from './verify.ts'

/** Signs a receipt: the same detached signature as a snapshot's, over the receipt without `signature`. */
export const signReceipt = async (receipt: UnsignedReceipt, key: SigningKey): Promise<Receipt> => ({
  ...unsignedReceipt.parse(receipt),
  signature: await signDetached(canonicalBytes(receipt), key),
})

/** Checks a receipt as it came against the receiver's keys. */
export const verifyReceipt = async (receipt: unknown, jwks: Jwks): Promise<Verdict> => {
  const shape = receiptSchema.safeParse(receipt)
  if (!shape.success) {
    const [issue] = shape.error.issues
    return wrong('schema', issue!.message, issue!.path.join('.'))
  }
  const { signature, ...unsigned } = shape.data
  return verifySignature(canonicalBytes(unsigned), signature, jwks)
}
