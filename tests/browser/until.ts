import { setTimeout as pause } from 'node:timers/promises'

/** Waits until a condition holds, and fails with its name when it does not within the bound. A throw counts as "not yet". */
export async function until(
  what: string,
  holds: () => Promise<boolean> | boolean,
  withinMs: number,
): Promise<void> {
  const deadlineMs = performance.now() + withinMs
  let last: unknown
  while (performance.now() < deadlineMs) {
    try {
      if (await holds()) return
    } catch (error) {
      last = error
    }
    await pause(50)
  }
  throw new Error(`not within ${withinMs} ms: ${what}`, { cause: last })
}
