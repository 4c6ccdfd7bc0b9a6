import { ClickHouseError as ServerError } from '@clickhouse/client'

/**
 * Why a statement gave no answer to rely on.
 * - `unreachable`: it never got there; nothing was done
 * - `refused`: ClickHouse said no
 * - `unknown`: it may have been carried out: time-out, cut connection, an acknowledgement that does not add up
 */
export type ClickHouseErrorKind = 'unreachable' | 'refused' | 'unknown'

/** A failed statement. `code` is ClickHouse's own number (60: unknown table, …), null where it did not speak. */
export class ClickHouseError extends Error {
  readonly code: number | null
  readonly kind: ClickHouseErrorKind

  constructor(kind: ClickHouseErrorKind, code: number | null, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'ClickHouseError'
    this.kind = kind
    this.code = code
  }
}

/** Whatever the client threw, told apart by codes alone. */
export function toClickHouseError(thrown: unknown): ClickHouseError {
  if (thrown instanceof ClickHouseError) return thrown
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  if (thrown instanceof ServerError) {
    const code = Number(thrown.code)
    return new ClickHouseError(UNDECIDED_CODES.has(code) ? 'unknown' : 'refused', code, message, thrown)
  }
  const { code } = thrown as NodeJS.ErrnoException
  const never = code !== undefined && (NEVER_CONNECTED.has(code) || code.startsWith('ERR_TLS_'))
  return new ClickHouseError(never ? 'unreachable' : 'unknown', null, message || String(code), thrown)
}

/** The server speaks, but does not know itself: timeout, network, aborted, unknown status of insert, cancelled. */
const UNDECIDED_CODES = new Set([159, 209, 210, 236, 319, 394, 734, 1002])

const NEVER_CONNECTED = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'],
  ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ...['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'CERT_HAS_EXPIRED'],
])
