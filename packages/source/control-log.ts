import { pauseUnless } from '@ioc/clock/pause.ts'
import { type Kafka, KafkaClosed, type Tail } from '@ioc/kafka'
import type { Log } from '@ioc/log'
import {
  readSourceControl,
  type SourceControl,
  sourceControlKey,
} from '@ioc/schemas/control/source-control.ts'
import { SOURCE_CONTROL_TOPIC } from '@ioc/schemas/topics.ts'

export type ControlLogOptions = {
  kafka: Kafka
  log: Log
  onControl(control: SourceControl): unknown
  /** Called once, when everything that was in the log at the start has been read, or passed as unreadable. */
  onCaughtUp(): void
}

const AGAIN_MS = 1_000

/** Writes one hold or release; resolves when Kafka has it. */
export const publishControl = (kafka: Kafka, control: SourceControl, signal?: AbortSignal): Promise<void> =>
  kafka.publish(
    SOURCE_CONTROL_TOPIC,
    [
      {
        key: sourceControlKey(control),
        value: JSON.stringify(control),
        headers: { 'content-type': 'application/json' },
      },
    ],
    signal ? { signal } : {},
  )

/** The newest hold or release of every source, by its key; reads the whole log once. */
export const readControls = async (
  kafka: Pick<Kafka, 'admin' | 'readFrom'>,
): Promise<Map<string, SourceControl>> => {
  const newest = new Map<string, SourceControl>()
  for (const { partition, low, high } of await kafka.admin.offsets(SOURCE_CONTROL_TOPIC))
    await kafka.readFrom(SOURCE_CONTROL_TOPIC, partition, low, high, (records) => {
      for (const { value } of records) {
        const control = readSourceControl(value)
        if (control) newest.set(sourceControlKey(control), control)
      }
    })
  return newest
}

/**
 * Reads `source-control.v1` from its beginning and goes on live, so that a hold survives a restart and one made elsewhere
 * arrives here. A start without Kafka asks until it answers; `finished` rejects when the reader died.
 */
export const openControlLog = ({ kafka, log, onControl, onCaughtUp }: ControlLogOptions) => {
  const stopping = new AbortController()
  const finished = Promise.withResolvers<void>()
  finished.promise.catch(() => {}) // reported to whoever runs us
  let tail: Tail | null = null
  let written: Promise<void> = Promise.resolve()

  const begin = async (): Promise<Tail> => {
    const [ends] = await kafka.admin.offsets(SOURCE_CONTROL_TOPIC)
    const { low, high } = ends!
    let waiting = true
    const reached = (next: number) => {
      if (!waiting || next < high) return
      waiting = false
      onCaughtUp()
    }
    const opened = await kafka.tail(
      [SOURCE_CONTROL_TOPIC],
      (records) => {
        for (const { offset, value } of records) {
          const control = readSourceControl(value)
          if (control) onControl(control)
          else log.warn({ topic: SOURCE_CONTROL_TOPIC, offset }, 'no hold and no release; passed')
        }
      },
      {
        fromOffsets: [{ topic: SOURCE_CONTROL_TOPIC, partition: 0, offset: low }],
        // Not the last record's offset: the log may end in what is none.
        onReached: ({ offset }) => reached(offset),
      },
    )
    reached(low)
    return opened
  }

  const run = async () => {
    while (!stopping.signal.aborted) {
      try {
        tail = await begin()
        break
      } catch (error) {
        // Whatever the reason, nobody may flow before the holds are known; Kafka or the topic may be there in a moment.
        log.warn(
          { fault: (error as Error).name, topic: SOURCE_CONTROL_TOPIC },
          'holds cannot be read yet; asked again',
        )
        await pauseUnless(AGAIN_MS, stopping.signal)
      }
    }
    if (stopping.signal.aborted) void tail?.stop()
    else await tail?.finished
  }

  return {
    finished: finished.promise,
    start: async () => void run().then(finished.resolve, finished.reject),
    /** Leaves the closing of its connection to `kafka.close()`, which has a bound. */
    stop: async () => {
      stopping.abort()
      void tail?.stop()
    },
    /** Writes in the order of the calls, and as long as it takes. */
    publish: (control: SourceControl): void => {
      written = written
        .then(() => publishControl(kafka, control, stopping.signal))
        .catch((error: unknown) => {
          // Stopped before it was told: the next run counts anew.
          if (!stopping.signal.aborted && !(error instanceof KafkaClosed)) throw error
        })
      written.catch(finished.reject)
    },
  }
}
