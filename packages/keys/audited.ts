import { type ClickHouse, ClickHouseError } from '@ioc/clickhouse'
import type { Log } from '@ioc/log'
import { type Act, openAudit } from '@ioc/operators'
import { PushKeyFault } from '@ioc/push-keys'

/** What audited work needs: the table, where it can be reached, and a place for a word to the person. */
export type AuditedDoors = {
  clickhouse: Pick<ClickHouse, 'insertRows' | 'ping'>
  now(): number
  newId(): string
  log: Log
  /** A line for the person at the command line. */
  say(line: string): void
}

/**
 * Does something to keys with a row of the audit before and after, where ClickHouse answers. Where it does not the work is done all the
 * same, and that it stands nowhere is said: a leaked key must end on the day the table is away, too.
 */
export const audited = async <T>(act: Act, work: () => T, doors: AuditedDoors): Promise<T> => {
  const { clickhouse, now, newId, log, say } = doors
  let begun = false
  const untold = () => {
    say(`ClickHouse does not take it: ${act.action} of ${act.subject} stands in no audit`)
    return work()
  }
  if (!(await clickhouse.ping())) return untold()
  const audit = openAudit({
    ...{ clickhouse, now, newId, log, service: 'keys' },
    refusalOf: (error) => (error instanceof PushKeyFault ? 'keys-refused' : null),
  })
  try {
    return await audit.around(act, async () => {
      begun = true
      return work()
    })
  } catch (error) {
    if (begun || !(error instanceof ClickHouseError)) throw error
    return untold()
  }
}
