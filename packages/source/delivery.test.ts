import { expect, test } from 'vitest'
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
