import type { Parcel } from '../receiver.ts'

/** What is sent: who speaks, the name of the message, and the artefact as it stands, so that its signature holds. */
export const envelopeOf = (agency: string, { key, digest }: Parcel, artefact: Buffer): Buffer => {
  const head = JSON.stringify({ agencyId: agency, messageId: key, service: 'ioc-snapshot', digest, count: 1 })
  return Buffer.concat([Buffer.from(`${head.slice(0, -1)},"data":[`), artefact, Buffer.from(']}')])
}
