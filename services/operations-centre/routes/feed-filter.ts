import type { Catalogues } from '@ioc/catalogues'
import { nearestCodes } from '@ioc/catalogues/nearest.ts'
import { z } from 'zod'
import type { FeedFilter } from '../feed/filter.ts'
import { unitsUnder } from '../feed/units.ts'
import { refuseIfWrong } from '../indicators/words.ts'
import type { About, Fault } from './problem-codes.ts'

const word = (what: string) =>
  z
    .string()
    .min(1, { error: `expects ${what}` })
    .max(128, { error: `expects ${what}` })

export const feedQuery = z.strictObject({
  source: word('the name of a source').meta({ description: 'Only what this source sent' }).optional(),
  unit: word('the code of a unit')
    .meta({ description: 'Only events of this unit; a district or the province takes all below it' })
    .optional(),
  contract: word('the id of a contract, e.g. dossier.v1')
    .meta({ description: 'Only this kind of event' })
    .optional(),
  after: z
    .string()
    .max(4_096)
    .meta({ description: 'The id of an event of this stream to go on after; Last-Event-ID goes before it' })
    .optional(),
})

export type FilterDoors = {
  /** Those in force, asked for each question. */
  catalogues(): Catalogues
  contracts: readonly string[]
  /** Names of the sources that were ever heard or are configured; null: not known now. */
  sources(): Promise<readonly string[] | null>
}

/**
 * What is asked to be seen of the feed.
 * @throws Refused (400) naming every word that is unknown, and what is allowed or like it: nothing at all would look like silence
 */
export const understandFilter = async (
  { catalogues, contracts, sources }: FilterDoors,
  { source, unit, contract }: z.output<typeof feedQuery>,
): Promise<FeedFilter> => {
  const faults: Fault[] = []
  const known = source === undefined ? null : await sources()
  if (source !== undefined && known && !known.includes(source))
    faults.push({ parameter: 'source', code: 'unknown-source', ...unknown('source', source, known) })
  if (contract !== undefined && !contracts.includes(contract))
    faults.push({
      parameter: 'contract',
      code: 'unknown-contract',
      ...unknown('contract', contract, contracts),
    })
  const inForce = catalogues()
  const units = unit === undefined ? undefined : unitsUnder(inForce, unit)
  if (units === null)
    faults.push({
      ...{ parameter: 'unit', code: 'unknown-unit' },
      ...unknown('unit', unit!, inForce.nearestUnits(unit!), true),
    })
  refuseIfWrong(faults)
  return { source, contract, units: units ?? undefined }
}

const unknown = (
  what: string,
  given: string,
  known: readonly string[],
  areNear = false,
): { message: string; about: About } => {
  const near = areNear ? known : nearestCodes(given, known)
  const meant = near.length > 0 ? `; did you mean ${near.join(', ')}?` : ''
  const allowed = areNear ? '' : `; known are ${[...known].sort().join(', ')}`
  return {
    message: `there is no ${what} ${JSON.stringify(given)}${meant}${allowed}`,
    about: { given, near: (near.length > 0 ? [...near] : [...known].sort()).join(', ') },
  }
}
