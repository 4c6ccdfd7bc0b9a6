import { type SourceControl, sourceControl } from '@ioc/schemas/control/source-control.ts'
import { decidedByHand, personsName } from '@ioc/source/by-hand.ts'
import { z } from 'zod'
import type { Source } from '../sources/sources.ts'
import { defineAction } from './action.ts'
import { Refused } from './refused.ts'

export type DecidingDoors = {
  /** Every source that is known now. */
  known(): Promise<Source[]>
  /** True when Kafka has it; false if it did not say so in time. */
  publish(control: SourceControl): Promise<boolean>
  now(): number
}

const body = z.strictObject({
  why: sourceControl.shape.why,
  /** A name beside that of the token, for the person who asks later. */
  by: personsName.optional(),
  /** Where one name speaks through several producers: only this one of them. */
  contract: sourceControl.shape.contract.optional(),
})

const action = (doors: DecidingDoors, verb: string, state: SourceControl['state'], summary: string) =>
  defineAction({
    path: `/v1/sources/:source/${verb}`,
    summary,
    parameters: z.object({ source: sourceControl.shape.source }),
    body,
    answer: z.object({ controls: z.array(sourceControl) }),
    told: (_, { contract }) => ({ contract: contract ?? null }),
    handle: async ({ source }, { why, contract }, { shown: by }) => {
      const known = (await doors.known()).filter((each) => each.source === source)
      const contracts = contract ? [contract] : known.flatMap((each) => each.contract ?? [])
      if (contracts.length === 0)
        throw new Refused({
          status: 404,
          code: 'unknown-source',
          detail: `No source ${source} was ever heard; to decide before its first word name its contract.`,
          about: { given: source, near: '' },
        })
      const controls = contracts.map((each) =>
        decidedByHand({ source, contract: each, state, by, why }, doors.now()),
      )
      for (const control of controls)
        if (!(await doors.publish(control)))
          throw new Refused({
            status: 503,
            code: 'kafka-away',
            detail: 'Kafka does not acknowledge; nothing is promised, ask again.',
          })
      return { controls }
    },
  })

/** Holds a source at its producer until a person releases it. */
export const holdAction = (doors: DecidingDoors) =>
  action(doors, 'hold', 'held', 'Hold a source at its producer: pushes are answered 503, pulling waits')

/** Lets a held source flow again, whoever held it. */
export const releaseAction = (doors: DecidingDoors) =>
  action(doors, 'release', 'released', 'Release a held source')
