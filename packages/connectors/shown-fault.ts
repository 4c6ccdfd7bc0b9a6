import { CannotRead } from './way.ts'

/** A line of a stack that is code of this product or of a source: `at feeOf (/srv/ioc/services/…/money.ts:12:5)`. */
const PLACE = /((?:packages|services|infra)\/[\w./@-]+:\d+:\d+)\)?$/m

/**
 * What people and logs are told of a fault while reading. What our own ways say is meant for them; of any other error only its kind
 * and its place: its words may quote the record that was read (`JSON.parse` does), and persons stand in records (design §3.6).
 */
export const shownFault = (error: unknown): string => {
  if (error instanceof CannotRead) return error.message
  if (!(error instanceof Error)) return 'the code of this source failed; npm run source -- check shows how'
  const place = PLACE.exec(error.stack?.slice(error.stack.indexOf('\n    at ')) ?? '')?.[1]
  const kind = /^[A-Za-z]{1,40}$/.test(error.name) ? error.name : 'Error'
  return `the code of this source failed: ${kind}${place ? ` at ${place}` : ''}; what it says may quote a record, so npm run source -- check shows it, and no log does`
}
