import type { Kafka } from '@ioc/kafka'
import type { Log } from '@ioc/log'
import { type SourceControl, sourceControlKey } from '@ioc/schemas/control/source-control.ts'
import { openControlLog, publishControl } from '@ioc/source/control-log.ts'

const ACKNOWLEDGE_MS_MAX = 10_000

/** The newest hold or release of every source, read from `source-control.v1` as it is written. */
export const openControls = ({ kafka, log }: { kafka: Kafka; log: Log }) => {
  const newest = new Map<string, SourceControl>()
  const { publish: _, ...reading } = openControlLog({
    kafka,
    log,
    onControl: (control) => newest.set(sourceControlKey(control), control),
    onCaughtUp: () => {},
  })
  return {
    ...reading,
    list: (): readonly SourceControl[] => [...newest.values()],
    /** True once Kafka has it; the list then shows it, although it is not read back yet. */
    publish: async (control: SourceControl): Promise<boolean> => {
      const late = AbortSignal.timeout(ACKNOWLEDGE_MS_MAX)
      try {
        await publishControl(kafka, control, late)
      } catch (error) {
        if (!late.aborted || error !== late.reason) throw error
        return false
      }
      newest.set(sourceControlKey(control), control)
      return true
    },
  }
}
