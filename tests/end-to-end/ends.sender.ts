import { setTimeout as pause } from 'node:timers/promises'
import { dossierEvent } from './dossiers.ts'
import { BATCH, push, type River } from './river.ts'

/** What was sent and what was promised: the oracle of a fault. */
export type Sending = {
  /** Ids of the events that were answered 200. */
  acknowledged: Set<string>
  /** Of the answers, how many had each status; 0 stands for a connection that was cut or refused. */
  answers: Map<number, number>
  /** Ends the sending; what was not acknowledged is sent until it is, if so asked. */
  stop(how?: { finish: boolean }): Promise<void>
}

export type SendingOptions = { senders?: number; eventsPerBatch?: number; pauseMs?: number }

const FINISH_MS_MAX = 120_000

let serial = 0

/** Pushes dossiers without end, each batch again and again until it is acknowledged, as a careful sender does. */
export const startSending = (river: River, options: SendingOptions = {}): Sending => {
  const { senders = 2, eventsPerBatch = 50, pauseMs = 0 } = options
  const acknowledged = new Set<string>()
  const answers = new Map<number, number>()
  let going = true
  let finishing = true

  const send = async () => {
    while (going) {
      const events = Array.from({ length: eventsPerBatch }, () => dossierEvent(String(1_000_000 + serial++)))
      const body = JSON.stringify(events)
      while (going || finishing) {
        const answer = await push(river, 'dossier.v1', body, { headers: { 'content-type': BATCH } }).catch(
          () => null, // cut off: unknown, so it is sent again
        )
        const status = answer?.status ?? 0
        answers.set(status, (answers.get(status) ?? 0) + 1)
        if (status === 200) {
          if (answer!.body.accepted !== eventsPerBatch) throw new Error('a good dossier was refused')
          for (const { id } of events) acknowledged.add(id)
          break
        }
        await pause(100)
      }
      await pause(pauseMs)
    }
  }
  const sending = Promise.all(Array.from({ length: senders }, send))
  return {
    acknowledged,
    answers,
    stop: async ({ finish } = { finish: true }) => {
      going = false
      finishing = finish
      const late = new AbortController()
      const given = pause(FINISH_MS_MAX, 'late', { signal: late.signal }).catch(() => 'done')
      const first = await Promise.race([sending, given])
      late.abort()
      finishing = false
      if (first === 'late')
        throw new Error(`not acknowledged in the end; answers: ${JSON.stringify([...answers])}`)
      await sending
    },
  }
}
