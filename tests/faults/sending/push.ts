import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PORT_OFFSETS } from '@ioc/config'
import type { Batch, Sending } from '../input/event.ts'
import { PUSH_SOURCES } from '../input/sending.ts'

const SERVICES = {
  'dossier.v1': 'dossier-producer',
  'feedback.v1': 'hotline-producer',
  'survey-response.v1': 'survey-producer',
  'reported-figure.v1': 'figure-producer',
} as const

/** Longer than a door waits for Kafka, so that its own word is heard. */
const ANSWER_MS_MAX = 13_000

const cloudEvent = ({ id, source, topic, value }: Sending): string =>
  `{"specversion":"1.0","id":${JSON.stringify(id)},"source":${JSON.stringify(source)},"type":"vn.lamdong.ioc.${topic}","datacontenttype":"application/json","data":${value as string}}`

/**
 * Pushes a batch; gives the indexes that were refused once the door says Kafka has it all, null where that stays unknown.
 * @throws Error when the answer is one no sender could act on
 */
export const openPush = (dataDir: string, portBase: number) => {
  const keyOf = (topic: string) => readFileSync(join(dataDir, 'keys', PUSH_SOURCES[topic]!), 'utf8').trim()
  return async (batch: Batch): Promise<ReadonlySet<number> | null> => {
    const port = portBase + PORT_OFFSETS[SERVICES[batch.topic as keyof typeof SERVICES]]
    let answer: Response
    let text: string
    try {
      answer = await fetch(`http://127.0.0.1:${port}/v1/events`, {
        method: 'POST',
        headers: {
          'content-type': 'application/cloudevents-batch+json',
          authorization: `Bearer ${keyOf(batch.topic)}`,
        },
        body: `[${batch.events.map(cloudEvent).join(',')}]`,
        signal: AbortSignal.timeout(ANSWER_MS_MAX),
      })
      text = await answer.text()
    } catch {
      return null // not started yet, cut, or silent: whether it arrived is unknown
    }
    if (answer.status === 503 || answer.status === 429) return null
    if (answer.status !== 200)
      throw new Error(`a push of ${batch.topic} was answered ${answer.status}: ${text.slice(0, 300)}`)
    const { accepted, rejected } = JSON.parse(text) as { accepted: number; rejected: { index: number }[] }
    if (accepted + rejected.length !== batch.events.length)
      throw new Error(
        `a push of ${batch.events.length} events was answered for ${accepted} and ${rejected.length}`,
      )
    return new Set(rejected.map(({ index }) => index))
  }
}
