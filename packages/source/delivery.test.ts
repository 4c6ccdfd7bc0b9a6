import { getEventListeners } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test, vi } from 'vitest'
import { openDelivery } from './delivery.ts'

/** A Kafka that is away until it is brought back: nothing is acknowledged, nothing answers. */
const away = () => {
  const published: string[] = []
  let here = false
  return {
    published,
    comeBack: () => {
      here = true
    },
    publish: async (topic: string, _records: unknown, options: { signal?: AbortSignal } = {}) => {
      if (!here)
        await new Promise((_, reject) =>
          options.signal!.addEventListener('abort', () => reject(options.signal!.reason)),
        )
      published.push(topic)
    },
    ping: async () => here,
  }
}

test('the first sender waits its time, the next are told at once, and when Kafka answers again all flow', async () => {
  const kafka = away()
  const stopping = new AbortController()
  const delivery = openDelivery(kafka, stopping.signal, 100)
  expect(await delivery.deliver('dossier.v1', [])).toBe(false)
  expect(delivery.away()).toBe(true)
  const askedMs = performance.now()
  for (let i = 0; i < 1_000; i++) expect(await delivery.deliver('dossier.v1', [])).toBe(false)
  expect(performance.now() - askedMs).toBeLessThan(1_000)
  kafka.comeBack()
  await expect.poll(() => delivery.away(), { timeout: 20_000 }).toBe(false)
  expect(await delivery.deliver('dossier.v1', [])).toBe(true)
  expect(kafka.published).toEqual(['dossier.v1'])
  stopping.abort()
})

test('what is wrong with the records themselves is thrown, and does not close the door', async () => {
  const delivery = openDelivery(
    {
      publish: async () => {
        throw new RangeError('too large')
      },
      ping: async () => true,
    },
    new AbortController().signal,
    100,
  )
  await expect(delivery.deliver('dossier.v1', [])).rejects.toThrow(RangeError)
  expect(delivery.away()).toBe(false)
})

test('twenty thousand deliveries leave no listener, no waiting and no memory behind', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const heapBytes = () => {
    collect()
    return process.memoryUsage().heapUsed
  }
  const stopping = new AbortController()
  let last: AbortSignal | undefined
  const publish = async (_topic: string, _records: unknown, options: { signal?: AbortSignal } = {}) => {
    last = options.signal
  }
  const delivery = openDelivery({ publish, ping: async () => true }, stopping.signal)
  const before = getEventListeners(stopping.signal, 'abort').length
  const deliver = async (times: number) => {
    for (let i = 0; i < times; i++) await delivery.deliver('dossier.v1', [])
  }
  await deliver(1_000)
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
  const [heapBefore, timersBefore] = [heapBytes(), timers()]
  await deliver(20_000)
  expect(getEventListeners(stopping.signal, 'abort')).toHaveLength(before)
  expect(getEventListeners(last!, 'abort')).toHaveLength(0)
  expect(timers()).toBeLessThan(timersBefore + 100)
  // A signal that stays is 2 kB: 46 MB of them.
  expect(heapBytes() - heapBefore).toBeLessThan(10_000_000)
})

test('what still waits when the service has been stopping for a while is told that nothing can be promised', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const kafka = away()
    const stopping = new AbortController()
    const delivery = openDelivery(kafka, stopping.signal)
    const waiting = Promise.all([delivery.deliver('dossier.v1', []), delivery.deliver('dossier.v1', [])])
    stopping.abort()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await waiting).toEqual([false, false])
    kafka.comeBack()
    expect(await delivery.deliver('dossier.v1', [])).toBe(false)
    expect(kafka.published).toEqual([])
  } finally {
    vi.useRealTimers()
  }
})
