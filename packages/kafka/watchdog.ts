import type { Consumer } from 'kafkajs'

export type Watch = {
  joiningMs: number // how long to join may take: as long as the batches of other members
  isBusy(): boolean // a batch is being worked on, which may take as long as it likes
  answers(): Promise<boolean>
  /** Perhaps more than once; the first counts. */
  fail(why: string): void
}

const LOOK_EVERY_MS = 2_000
/** While it reads, a member fetches or beats several times a second. */
const SILENCE_MAX_MS = 30_000

/**
 * Notices a kafkajs consumer that stopped without saying so.
 * Cause: after a time-out kafkajs tries the same dead connection again, a dozen times; and before it tells of a crash it waits for
 * answers whose time-outs it has just stopped. Symptom: nothing is read, nobody is told, the process looks alive. Both end here: at
 * the first request without an answer, or after 30 s in which nothing was fetched and no heartbeat taken although Kafka answers
 * others. May go with kafkajs.
 */
export function watchSilence(consumer: Consumer, watch: Watch): { end(): boolean } {
  const { HEARTBEAT, FETCH, GROUP_JOIN, REBALANCING, REQUEST_TIMEOUT } = consumer.events
  let heardAtMs = performance.now()
  let isJoining = true
  let isAsking = false
  const heard = () => {
    heardAtMs = performance.now()
  }
  const leave = [
    consumer.on(HEARTBEAT, heard),
    consumer.on(FETCH, heard),
    consumer.on(GROUP_JOIN, () => {
      isJoining = false
      heard()
    }),
    consumer.on(REBALANCING, () => {
      isJoining = true
      heard()
    }),
    consumer.on(REQUEST_TIMEOUT, ({ payload }) =>
      watch.fail(`${payload.apiName}: ${payload.broker} did not answer`),
    ),
  ]
  const timer = setInterval(() => void look(), LOOK_EVERY_MS)

  return {
    /** No more watching; was it joining the group? */
    end: () => {
      clearInterval(timer)
      for (const end of leave) end()
      return isJoining
    },
  }

  async function look(): Promise<void> {
    if (watch.isBusy()) heard()
    const silentMs = performance.now() - heardAtMs
    if (isAsking || silentMs < (isJoining ? watch.joiningMs : SILENCE_MAX_MS)) return
    isAsking = true
    if (await watch.answers())
      watch.fail(`nothing fetched and no heartbeat for ${Math.round(silentMs / 1_000)} s`)
    isAsking = false
  }
}
