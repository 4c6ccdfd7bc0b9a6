import { again, byStatus, heardOf, withoutReceipt } from '../answer.ts'
import type { Door } from '../door.ts'
import type { Answer, Parcel, Receiver } from '../receiver.ts'
import { envelopeOf } from './envelope.ts'
import { judgeAnswer } from './judge.ts'

/**
 * A national system behind LGSP or NGSP, in the habit seen there: an envelope with the agency's id, a bearer token, an answer of code,
 * message and count (100 authentication, 101 address, 106 agency, 500 wrong data), a repeated record refused as a duplicate. No
 * specification of the national IOC is public: the names of the envelope and of the answer are assumptions, each in one place
 * (envelope.ts, judge.ts).
 */
export const openLgsp = (door: Door, options: { agency: string; now: () => number }): Receiver => ({
  name: `lgsp ${door.url}`,
  send: async (parcel: Parcel, bytes: Buffer, signal: AbortSignal): Promise<Answer> => {
    const body = envelopeOf(options.agency, parcel, bytes)
    const asked = await door.ask(
      {
        method: 'POST',
        path: '/snapshots',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': parcel.key,
          'agency-id': options.agency,
        },
        body,
      },
      signal,
    )
    const heard = heardOf(asked, body.length, options.now())
    if (asked.kind === 'trouble') return again(heard, asked.code, asked.detail)
    return judgeAnswer(asked.text, heard, parcel) ?? byStatus(heard) ?? withoutReceipt(heard)
  },
  close: door.close,
})
