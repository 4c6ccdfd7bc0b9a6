import { ClickHouseError } from '@ioc/clickhouse'

/** Waits, or returns at once when the signal says so. A timer in a service; one choice among others in a simulation. */
export type Wait = (waitMs: number, signal: AbortSignal) => Promise<void>

/**
 * Work that is not done yet and is being repeated. `refused` means that the other side said no: repeating alone may never help,
 * and a person should look. It holds codes only; a message may quote a row.
 */
export type Trouble = {
  /** `insert dossier_version`, `where to go on`, `export of dead letters`. */
  what: string
  kind: 'refused' | 'unknown' | 'unreachable'
  /** ClickHouse's own number, if it spoke. */
  code: number | null
  /** How often it has been tried. */
  attempts: number
}

/** Whether a person should look: refused again and again, or not acknowledged for about half a minute. */
export const isLasting = ({ kind, attempts }: Trouble): boolean => attempts >= (kind === 'refused' ? 3 : 10)

export type Repeating = {
  wait: Wait
  /** No further attempt begins after this. */
  stopping: AbortSignal
  onTrouble?(trouble: Trouble): void
}

const FIRST_WAIT_MS = 100
const WAIT_MS_MAX = 5_000

/**
 * Does work until it is acknowledged. A failure is *unknown*: it may be done, it may be done later, it is asked again, and repeats
 * meet under one key. Work that throws one of `final` has an answer already.
 * @throws the last failure once `stopping` is set
 */
export const openRepeat = ({ wait, stopping, onTrouble }: Repeating) => {
  const troubles = new Map<symbol, Trouble>()
  return {
    /** What is being repeated now. */
    troubles: (): Trouble[] => [...troubles.values()],
    untilDone: async <T>(
      what: string,
      work: () => Promise<T>,
      isFinal: (error: unknown) => boolean = () => false,
    ): Promise<T> => {
      const id = Symbol(what)
      try {
        for (
          let attempts = 1, waitMs = FIRST_WAIT_MS;
          ;
          attempts++, waitMs = Math.min(waitMs * 2, WAIT_MS_MAX)
        ) {
          try {
            return await work()
          } catch (error) {
            if (stopping.aborted || isFinal(error)) throw error
            const { kind, code } =
              error instanceof ClickHouseError ? error : { kind: 'unknown' as const, code: null }
            const trouble = { what, kind, code, attempts }
            troubles.set(id, trouble)
            onTrouble?.(trouble)
            await wait(waitMs, stopping)
            if (stopping.aborted) throw error
          }
        }
      } finally {
        troubles.delete(id)
      }
    },
  }
}

export type Repeat = ReturnType<typeof openRepeat>
