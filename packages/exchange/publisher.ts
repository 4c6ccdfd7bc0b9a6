import type { SnapshotBody } from '@ioc/schemas/snapshot/index.ts'
import { z } from 'zod'
import type { Place } from './place.ts'

/** The publisher does not answer; nothing is known of what was asked. */
export class PublisherAway extends Error {
  override readonly name = 'PublisherAway'
  readonly retriable = true
}

/** The publisher answered, and did not do it. */
export class PublisherRefuses extends Error {
  override readonly name = 'PublisherRefuses'
  readonly status: number
  /** It failed, as it does while an engine is away, rather than refused. */
  readonly retriable: boolean
  /** What the publisher calls it; null where it said nothing readable. */
  readonly code: string | null
  /** What words of it need: days and groups that were asked for. */
  readonly about: Readonly<Record<string, string>>
  constructor(message: string, status: number, said: SaidNo = {}) {
    super(message)
    this.status = status
    this.code = said.code ?? null
    this.about = said.about ?? {}
    this.retriable = status >= 500
  }
}

/** What a page needs of the publisher's problem document to say it in its own words. */
const saidNo = z.object({
  detail: z.string().optional(),
  code: z.string().optional(),
  about: z.record(z.string(), z.string()).optional(),
})
type SaidNo = z.output<typeof saidNo>

/** A published snapshot as the publisher says it stands with the receiver. */
const standing = z.looseObject({
  group: z.string(),
  date: z.string(),
  revision: z.int(),
  digest: z.string(),
  receipt: z.string(),
})
export type Standing = z.output<typeof standing>
const standings = z.object({ snapshots: z.array(standing) })

/** What would be published now: its name, what it would supersede and why, and its body. */
const preview = z.object({
  group: z.string(),
  date: z.string(),
  revision: z.int(),
  supersedes: z.object({ revision: z.int(), digest: z.string() }).nullable(),
  reason: z.object({ code: z.string(), text: z.string().nullable() }),
  values: z.int(),
  body: z.custom<SnapshotBody>((body) => Array.isArray((body as SnapshotBody | null)?.values), {
    error: 'is no body of a snapshot',
  }),
})
export type Preview = z.output<typeof preview>
const previews = z.object({ previews: z.array(preview) })

const resent = z.union([
  standings,
  z.object({ snapshot: standing }).transform(({ snapshot }) => ({ snapshots: [snapshot] })),
  standing.transform((one) => ({ snapshots: [one] })),
])

/** The door to the snapshot publisher, for who has the operator's key. */
export type Publisher = {
  /** Cuts and publishes a date that is over; a group that has it already is published anew only with a reason. */
  publish(asked: {
    date: string
    group?: string | undefined
    reason?: string | undefined
    /** The days up to it are asked for next. */
    upTo?: string | undefined
  }): Promise<Standing[]>
  preview(asked: { date: string; group?: string | undefined }): Promise<Preview[]>
  /** Sends a published snapshot again: one that was parked or refused, for instance. */
  resend(place: Place, reason: string): Promise<Standing[]>
}

/** Every method throws PublisherAway or PublisherRefuses; and what `key` throws. */
export const openPublisher = (options: {
  /** E.g. http://127.0.0.1:8106 */
  url: string
  /** The operator's key, read when it is needed. */
  key: () => string
  signal?: AbortSignal
}): Publisher => {
  const ask = async <Answer>(path: string, body: object, shape: z.ZodType<Answer>): Promise<Answer> => {
    const authorization = `Bearer ${options.key()}`
    let answer: Response
    let text: string
    try {
      answer = await fetch(options.url + path, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        ...(options.signal && { signal: options.signal }),
      })
      text = await answer.text()
    } catch (error) {
      const { cause, message } = error as Error & { cause?: { code?: string } }
      // What the client waits for an answer is bounded, and long work is not undone by it.
      const why =
        cause?.code === 'UND_ERR_HEADERS_TIMEOUT'
          ? 'did not answer in time; it may go on: npm run snapshots -- list tells what it did'
          : `cannot be reached (${cause?.code ?? message}): is npm start running on this data folder and port base?`
      throw new PublisherAway(`the snapshot publisher at ${options.url} ${why}`, { cause: error })
    }
    const json = readJson(text)
    if (!answer.ok) throw refusalOf(answer.status, json)
    const read = shape.safeParse(json)
    if (read.success) return read.data
    throw new PublisherRefuses(
      `the snapshot publisher answered ${answer.status} with something else than was agreed: ${z.prettifyError(read.error)}`,
      answer.status,
    )
  }

  return {
    publish: async (asked) => (await ask('/v1/snapshots', asked, standings)).snapshots,
    preview: async (asked) => (await ask('/v1/snapshots/preview', asked, previews)).previews,
    resend: async ({ group, date, revision }, reason) =>
      (await ask(`/v1/snapshots/${group}/${date}/${revision}/resend`, { reason }, resent)).snapshots,
  }
}

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null // whatever it is, it is not what was agreed; the caller says so
  }
}

const refusalOf = (status: number, json: unknown): PublisherRefuses => {
  const said = saidNo.safeParse(json).data ?? {}
  const detail = said.detail ?? `it answered ${status}`
  const hint = status === 401 ? ' The key is that of another data folder: is IOC_DATA_DIR right?' : ''
  return new PublisherRefuses(`the snapshot publisher did not do it: ${detail}${hint}`, status, said)
}
