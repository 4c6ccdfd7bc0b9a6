import { setTimeout as wait } from 'node:timers/promises'
import { wasEndedFromOutside } from './processes.ts'

/** An engine as its launcher gives it. */
export type Engine = {
  pid: number
  stop(): Promise<void>
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  /** Its newest complaint in one line; empty if it had none. */
  complaint(): Promise<string>
}

export type SuperviseOptions = {
  /** As people call it. */
  name: string
  /** Starts it on its ports and folder; ready when this returns. Breaks off on the signal. */
  launch(signal: AbortSignal): Promise<Engine>
  say(line: string): void
  /** Why it could not live, as far as the machine shows it (a full disk); null if nothing is wrong. */
  obstacle?(): string | null
}

export type Supervised = { stop(): Promise<void> }

const RESTART_MS_MIN = 200
const RESTART_MS_MAX = 5_000
/** One that ran this long was well: the next start is not held back for what went wrong before. */
const SETTLED_MS = 60_000
/** The same reason again is said this often, or an hour of a full disk would fill the log. */
const SAY_AGAIN_MS = 60_000

/**
 * Starts an engine and keeps it running: whenever it ends, for whatever reason and however often, it is started again, at once
 * after a kill, after up to 5 s where it ends by itself, without limit, since a taken port or a full disk may pass. A paused one has not ended.
 * @throws what its launch throws, when the very first start fails by itself (not when it was killed)
 */
export const supervise = async ({
  name,
  launch,
  say,
  obstacle = () => null,
}: SuperviseOptions): Promise<Supervised> => {
  const stopping = new AbortController()
  const { signal } = stopping
  let waitMs = RESTART_MS_MIN
  const pause = async () => {
    await wait(waitMs, undefined, { signal })
    waitMs = Math.min(waitMs * 2, RESTART_MS_MAX)
  }

  const start = async (mayFail: (error: unknown) => boolean): Promise<Engine> => {
    const beganMs = performance.now()
    let said = { reason: '', atMs: Number.NEGATIVE_INFINITY }
    for (let tries = 1; ; tries++) {
      try {
        const engine = await launch(signal)
        if (tries > 1 || said.reason !== '')
          say(`${name} came up at try ${tries}, ${Math.round((performance.now() - beganMs) / 1000)} s later`)
        return engine
      } catch (error) {
        if (signal.aborted || !mayFail(error)) throw error
        const reason = obstacle() ?? reasonOf(error)
        if (reason !== said.reason || performance.now() - said.atMs > SAY_AGAIN_MS) {
          said = { reason, atMs: performance.now() }
          say(`${name} does not come up, and is tried again until it does — ${reason}`)
        }
        await pause()
      }
    }
  }

  let engine = await start(wasKilled)
  let upMs = performance.now()
  const watch = async () => {
    for (;;) {
      const { code, signal: by } = await engine.ended
      if (signal.aborted) return
      if (wasEndedFromOutside({ code, signal: by }) || performance.now() - upMs > SETTLED_MS)
        waitMs = RESTART_MS_MIN
      // Of one that was killed, the last complaint is about something else.
      const why = by === null ? (obstacle() ?? (await engine.complaint())) : ''
      say(`${name} ended (${by ?? `exit ${code}`}) and is started again${why === '' ? '' : ` — ${why}`}`)
      await pause()
      engine = await start(() => true)
      upMs = performance.now()
      say(`${name} runs again, process ${engine.pid}`)
    }
  }
  // Whatever `start` throws here, it throws because of `stop`.
  const watching = watch().catch((error: unknown) => {
    if (!signal.aborted) throw error
  })

  return {
    stop: async () => {
      stopping.abort()
      const stopped = engine.stop()
      await Promise.all([stopped, watching])
    },
  }
}

/** Launchers say by which signal an engine went that never came up. */
const wasKilled = (error: unknown): boolean => Boolean((error as { signal?: unknown }).signal)

const reasonOf = (error: unknown): string => {
  const { complaint, message, signal } = error as Error & { complaint?: string; signal?: string | null }
  if (signal) return `it was ended by ${signal} before it was ready`
  return (complaint || message).split('\n')[0]!
}
