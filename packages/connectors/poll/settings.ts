import { z } from 'zod'

const address = z.url({
  protocol: /^https?$/,
  error: 'expects an address that begins with http:// or https://',
})

/** A secret is never written into the settings; they name the file that holds it, and nothing else. */
const secretFile = z.string().min(1)

/** How a place speaks to a REST interface. */
export const pollSettings = z.strictObject({
  /** Address the paths of the source are appended to. */
  url: address,
  auth: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('none') }),
      z.strictObject({ kind: z.literal('bearer'), tokenFile: secretFile }),
      // A key of the interface’s own, in a header it names: `X-API-Key`.
      z.strictObject({ kind: z.literal('header'), name: z.string().min(1), valueFile: secretFile }),
      z.strictObject({
        kind: z.literal('client-credentials'),
        tokenUrl: address,
        clientId: z.string().min(1),
        clientSecretFile: secretFile,
        scope: z.string().optional(),
        /** Where id and secret stand when the token is asked for (RFC 6749, 2.3.1): most take the header, some only the form. */
        sendIn: z.enum(['header', 'form']).default('header'),
      }),
    ])
    .default({ kind: 'none' }),
  /** Headers the other side wants beside, e.g. an agency id. They are shown with the settings: a secret goes into `auth`. */
  headers: z.record(z.string(), z.string()).default({}),
  /** Records asked for at once. */
  pageSize: z.int().min(1).max(5_000).default(500),
  /** An answer that has not ended by then is given up, seconds. */
  timeoutSeconds: z.number().positive().max(600).default(30),
  /** Days before the first reading that are asked for; null: everything there is. */
  since: z.iso.date().nullable().default(null),
})
export type PollSettings = z.output<typeof pollSettings>
