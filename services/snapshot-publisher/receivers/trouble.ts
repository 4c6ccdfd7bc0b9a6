import type { AnswerCode } from './receiver.ts'

export type Trouble = { code: AnswerCode; detail: string }

const CA = 'is of an authority that is not trusted (NATIONAL_IOC_TLS_CA)'

/** Why the receiver's certificate is not believed, by the codes of OpenSSL and Node. */
const CERTIFICATES: Record<string, string> = {
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  CERT_REVOKED: 'has been revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is for another host name',
  DEPTH_ZERO_SELF_SIGNED_CERT: CA,
  SELF_SIGNED_CERT_IN_CHAIN: CA,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: CA,
  UNABLE_TO_GET_ISSUER_CERT: CA,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: CA,
}

/** The receiver ends the handshake: it does not believe ours. */
const OURS = new Set([
  'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
  'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
  'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE',
  'ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_EXPIRED',
  'ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE',
  'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
  'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED',
  'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
])

const AWAY: Record<string, string> = {
  ECONNREFUSED: 'nobody listens there',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name cannot be looked up now',
  EHOSTUNREACH: 'its host cannot be reached',
  ENETUNREACH: 'its network cannot be reached',
  ETIMEDOUT: 'its host does not answer',
}

/** An error of the connection, in the closed set and in one sentence; told apart by its code alone. */
export const troubleOf = (error: unknown): Trouble => {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
  const certificate = CERTIFICATES[code]
  if (certificate !== undefined)
    return { code: 'certificate', detail: `the receiver’s certificate ${certificate} (${code})` }
  if (OURS.has(code))
    return {
      code: 'certificate',
      detail: `the receiver does not take our client certificate (NATIONAL_IOC_TLS_CERT; ${code})`,
    }
  const away = AWAY[code]
  if (away !== undefined) return { code: 'away', detail: `the receiver is away: ${away} (${code})` }
  return { code: 'cut-off', detail: `the connection ended before the whole answer was there (${code})` }
}
