import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { dossierEvent } from '../../end-to-end/dossiers.ts'
import { countDoubled, keptByBatch } from './ledger.ts'
import type { River } from './river.ts'

const EVENTS_PER_BATCH = 250
/** Bodies under way at once: as many senders, each with patience. */
const LANES = 6
const ANSWER_MS_MAX = 60_000
const PREFIX = 'away'

/**
 * Pushes events at a rate, as senders with a queue of their own: what is due and not answered with 200 is sent again after
 * the time the door asks for, until it is.
 */
export const streamEvents = (
  river: Pick<River, 'dataDir' | 'pushUrl'>,
  { rate, seconds }: { rate: number; seconds: number },
) => {
  const key = readFileSync(join(river.dataDir, 'keys/dossier-push'), 'utf8').trim()
  const batches = Math.ceil((rate * seconds) / EVENTS_PER_BATCH)
  const acknowledged: number[] = []
  const answers = new Map<string, number>()
  const startedMs = performance.now()
  const bodyOf = bodies()
  let next = 0
  let slowestMs = 0

  const due = () =>
    Math.min(batches, Math.floor((((performance.now() - startedMs) / 1000) * rate) / EVENTS_PER_BATCH))

  /** Seconds until it may be sent again; null once it is acknowledged. */
  const send = async (batch: number): Promise<number | null> => {
    const sentMs = performance.now()
    const answer = await post(river.pushUrl, key, bodyOf(batch))
    slowestMs = Math.max(slowestMs, performance.now() - sentMs)
    const status = String(answer?.status ?? 'none')
    answers.set(status, (answers.get(status) ?? 0) + 1)
    if (!answer) return 1
    if (answer.status === 200) {
      const { accepted, rejected } = (await answer.json()) as { accepted: number; rejected: unknown[] }
      if (accepted !== EVENTS_PER_BATCH)
        throw new Error(`a good event was refused: ${JSON.stringify(rejected[0])}`)
      return null
    }
    const said = await answer.text()
    const after = Number(answer.headers.get('retry-after'))
    if ((answer.status !== 503 && answer.status !== 429) || !(after >= 1))
      throw new Error(`a push was answered ${answer.status} without a time to come again: ${said}`)
    return after
  }

  const lane = async () => {
    while (next < batches) {
      if (next >= due()) {
        await pause(20)
        continue
      }
      const batch = next++
      for (let waitSeconds = await send(batch); waitSeconds !== null; waitSeconds = await send(batch))
        await pause(waitSeconds * 1000)
      acknowledged.push(batch)
    }
  }
  const finished = Promise.all(Array.from({ length: LANES }, lane)).then(() => {})
  finished.catch(() => {}) // whoever waits for it is told

  return {
    finished,
    due: () => due() * EVENTS_PER_BATCH,
    acknowledged: () => acknowledged.length * EVENTS_PER_BATCH,
    answers: () => Object.fromEntries(answers),
    slowestMs: () => slowestMs,
    /** Every acknowledged event against the ledger and the tables. */
    compare: async (where: River) => {
      const kept = await keptByBatch(where, PREFIX, EVENTS_PER_BATCH)
      const lost = acknowledged.reduce((sum, batch) => sum + EVENTS_PER_BATCH - (kept.get(batch) ?? 0), 0)
      return { lost, doubled: await countDoubled(where) }
    },
  }
}

/** A batch as text; dossiers differ by number alone, each its own subject. */
const bodies = () => {
  const [id, code] = [`${PREFIX}-#`, '000.00.00.H36-240620-#######']
  const { data, ...event } = dossierEvent('0000')
  const template = JSON.stringify({ ...event, id, data: { ...data, dossierCode: code } })
  return (batch: number): string => {
    const events = Array.from({ length: EVENTS_PER_BATCH }, (_, i) => {
      const number = batch * EVENTS_PER_BATCH + i
      return template
        .replace(code, `000.00.00.H36-240620-${String(number).padStart(7, '0')}`)
        .replace(id, `${PREFIX}-${number}`)
    })
    return `[${events.join(',')}]`
  }
}

/** Null where no answer came: then it is unknown whether it was kept, and it is sent again. */
const post = async (url: string, key: string, body: string): Promise<Response | null> => {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents-batch+json', authorization: `Bearer ${key}` },
      body,
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    })
  } catch {
    return null
  }
}
