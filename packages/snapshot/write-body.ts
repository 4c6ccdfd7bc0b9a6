import { type SnapshotBody, snapshotBody } from '@ioc/schemas/snapshot/index.ts'
import { canonicalBytes } from './canonical.ts'
import { faultOfTotals } from './control-totals.ts'
import { isPlain } from './write-canonical.ts'
import { writeValues } from './write-values.ts'

const NO_VALUES = Buffer.from('"values":[]}')

/**
 * The canonical bytes of a body that fulfils its schema and adds up to its control totals: what is not a value is checked and written as
 * anything is, the values in one pass of their own. Null where anything is wrong or unusual: the schema then says what it is. The tests hold
 * the bytes against the writer of anything.
 */
export const writeBody = (body: SnapshotBody): Uint8Array | null => {
  if (typeof body !== 'object' || body === null || !isPlain(body) || !Array.isArray(body.values)) return null
  const rest = { ...body, values: [] }
  if (!snapshotBody.safeParse(rest).success) return null
  const values = writeValues(body.values)
  if (values === null || faultOfTotals(body.controlTotals, values.sums) !== null) return null
  // Of all names in a body "values" is the last.
  const head = canonicalBytes(rest)
  const valuesAt = head.length - NO_VALUES.length
  if (!NO_VALUES.equals(head.subarray(valuesAt))) return null
  return Buffer.concat([head.subarray(0, head.length - 3), values.bytes, CLOSE])
}

const CLOSE = Buffer.from('}')
