import { setTimeout as pause } from 'node:timers/promises'
import type { Batch } from '../input/event.ts'
import type { History } from './history.ts'
import { openLogSender } from './log.ts'
import { openPush } from './push.ts'

/** Batches under way at once. */
const LANES = 3
const GIVE_UP_MS = 60_000
const AGAIN_MS = 150

export type Sender = {
  /** Sends every batch until it is acknowledged, some of them side by side; what never is stays unknown. */
  send(batches: readonly Batch[], history: History, onDone: (share: number) => void): Promise<void>
  close(): void
}

export const openSender = (brokers: string[], dataDir: string, doorsBase: number): Sender => {
  const push = openPush(dataDir, doorsBase)
  const logs = Array.from({ length: LANES }, () => openLogSender(brokers))

  const attempt = async (batch: Batch, lane: number, history: History): Promise<boolean> => {
    const sents = batch.events.map(history.of)
    for (const sent of sents) sent.attempts++
    if (batch.way === 'log') {
      const first = await logs[lane]!.send(batch)
      if (first === null) return false
      sents.forEach((sent, index) => {
        sent.acknowledged++
        sent.positions.push({ partition: sent.sending.partition, offset: first + index })
      })
      return true
    }
    const refused = await push(batch)
    if (refused === null) return false
    sents.forEach((sent, index) => {
      sent.acknowledged++
      const { verdict, id } = sent.sending
      if ((verdict === 'reject') !== refused.has(index))
        history.surprises.push(
          `the door ${refused.has(index) ? 'refused' : 'took'} ${id}, which is to be ${verdict}`,
        )
    })
    return true
  }

  return {
    send: async (batches, history, onDone) => {
      let next = 0
      let done = 0
      const lane = async (number: number) => {
        for (let batch = batches[next++]; batch; batch = batches[next++]) {
          if (batch.pauseMs > 0) await pause(batch.pauseMs)
          const deadlineMs = performance.now() + GIVE_UP_MS
          while (!(await attempt(batch, number, history)) && performance.now() < deadlineMs)
            await pause(AGAIN_MS)
          onDone(++done / batches.length)
        }
      }
      await Promise.all(logs.map((_, number) => lane(number)))
    },
    close: () => {
      for (const log of logs) log.close()
    },
  }
}
