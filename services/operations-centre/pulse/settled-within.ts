import { pauseUnless } from '@ioc/clock/pause.ts'

/** Waits until all have answered or failed, but no longer than the bound. */
export async function settledWithin(questions: readonly Promise<unknown>[], waitMs: number): Promise<void> {
  const late = new AbortController()
  await Promise.race([
    Promise.allSettled(questions).then(() => late.abort()),
    pauseUnless(waitMs, late.signal),
  ])
}
