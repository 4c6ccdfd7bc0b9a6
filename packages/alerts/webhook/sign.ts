import { createHmac, timingSafeEqual } from 'node:crypto'

/** Carries when a body was sent and what proves it: `t=<unix seconds>,v1=<hex>`. */
export const SIGNATURE_HEADER = 'ioc-signature'
/** Names a delivery: a receiver that has it already may pass it over. */
export const DELIVERY_HEADER = 'ioc-delivery'

const mac = (secret: string, seconds: number, body: string) =>
  createHmac('sha256', secret).update(`${seconds}.${body}`).digest()

/** HMAC-SHA-256 over `<unix seconds>.<body>`: an old body cannot be sent again as new. */
export const signatureOf = (secret: string, nowMs: number, body: string): string => {
  const seconds = Math.floor(nowMs / 1000)
  return `t=${seconds},v1=${mac(secret, seconds, body).toString('hex')}`
}

/** For receivers: true if the header was made of this body with this secret, no longer ago than the tolerance. */
export const isSignedBy = (
  secret: string,
  header: string,
  body: string,
  { nowMs, toleranceSeconds = 300 }: { nowMs: number; toleranceSeconds?: number },
): boolean => {
  const [, time, given] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header) ?? []
  if (time === undefined || given === undefined) return false
  if (Math.abs(nowMs / 1000 - Number(time)) > toleranceSeconds) return false
  return timingSafeEqual(mac(secret, Number(time), body), Buffer.from(given, 'hex'))
}
