import type { Reason } from '@ioc/schemas'
import type { ReasonCode } from '@ioc/schemas/reason-codes.ts'
import type { Read } from '../way.ts'

/** Of a line that is too long, enough is kept to know it by. */
export const BYTES_KEPT = 65_536

/** A line or row of which no record could be made. Its place stands in the message: that is where a person will look. */
export const brokenRow = (where: string, bytes: Buffer, code: ReasonCode, message: string): Read => ({
  where,
  bytes: bytes.subarray(0, BYTES_KEPT),
  faults: [{ path: 'data', code, message: `${where} ${message}` }],
})

/** Names of files come from outside: short, and without what would move a cursor. */
const shownName = (name: string) => name.replace(/\p{C}/gu, '?').slice(0, 120)

/** A file that cannot be read at all, or not further. The record kept of it says which file that was. */
export const brokenFile = (
  { name, size, digest }: { name: string; size: number; digest: string },
  code: ReasonCode,
  message: string,
): Read => {
  const faults: Reason[] = [{ path: 'data', code, message: `the file ${shownName(name)} ${message}` }]
  return { where: name, bytes: Buffer.from(JSON.stringify({ file: name, bytes: size, digest })), faults }
}
