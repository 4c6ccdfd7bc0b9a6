import { nearestCodes } from '@ioc/catalogues/nearest.ts'
import type { ClickHouse } from '@ioc/clickhouse'
import { contracts } from '@ioc/schemas'
import { REASON_CODES } from '@ioc/schemas/reason-codes.ts'
import type { Filter } from './list.ts'
import { DeadLetterRefusal } from './refusal.ts'

/**
 * Where nothing was found: "none" would be the wrong answer to a name that is none.
 * @throws DeadLetterRefusal (`unknown-name`) for a source the ledger never heard, a reason or contract there is not
 */
export const refuseUnknownNames = async (
  clickhouse: Pick<ClickHouse, 'query'>,
  { source, reason, contract }: Filter,
): Promise<void> => {
  if (reason !== undefined) refuseUnlessKnown('reason', reason, REASON_CODES)
  if (contract !== undefined)
    refuseUnlessKnown(
      'contract',
      contract,
      contracts.map(({ id }) => id),
    )
  if (source === undefined) return
  const heard = await clickhouse.query<{ source: string }>(
    "SELECT DISTINCT event_source AS source FROM ledger WHERE event_source != ''",
  )
  refuseUnlessKnown(
    'source',
    source,
    heard.map((each) => each.source),
  )
}

const refuseUnlessKnown = (what: string, given: string, known: readonly string[]) => {
  if (known.includes(given)) return
  const near = nearestCodes(given, known)
  const hint =
    near.length > 0
      ? `did you mean ${near.join(', ')}?`
      : `known are ${[...known].sort().join(', ') || 'none'}`
  throw new DeadLetterRefusal(
    'unknown-name',
    what === 'source'
      ? `no source ${given} was ever heard; ${hint}`
      : `there is no ${what} ${given}; ${hint}`,
  )
}
