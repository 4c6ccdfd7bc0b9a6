import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { withFirstOf } from './wait.ts'

/** Work that ends only with its signal, as an acknowledgement does that never comes. */
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))

test.each([0, 1])(
  'the first signal to abort ends the work with its reason, be it number %i',
  async (which) => {
    const both = [new AbortController(), new AbortController()] as const
    const working = withFirstOf(
      both.map(({ signal }) => signal),
      untilAborted,
    )
    const reason = new RangeError('mine')
    both[which]!.abort(reason)
    both[1 - which]!.abort()
    await expect(working).rejects.toBe(reason)
  },
)

test('what was aborted before is known at once', async () => {
  const reason = new RangeError('before')
  const seen = await withFirstOf(
    [new AbortController().signal, AbortSignal.abort(reason)],
    async (first) => first.reason as unknown,
  )
  expect(seen).toBe(reason)
})

test('twenty thousand pieces of work leave nothing at the signal that outlives them, however they end', async () => {
  const long = new AbortController().signal
  for (let i = 0; i < 20_000; i++) {
    const own = new AbortController().signal
    const ended = await withFirstOf([long, own], async () => {
      if (i === 0) expect(getEventListeners(long, 'abort')).toHaveLength(1)
      if (i % 2) throw new RangeError('failed')
    }).catch((error: unknown) => error)
    if (i % 2) expect(ended).toBeInstanceOf(RangeError)
    if (i % 1_000 === 0) expect(getEventListeners(own, 'abort')).toHaveLength(0)
  }
  expect(getEventListeners(long, 'abort')).toHaveLength(0)
})
