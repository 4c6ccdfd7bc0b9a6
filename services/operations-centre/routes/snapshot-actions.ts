import type { Catalogues } from '@ioc/catalogues'
import type { ClickHouse } from '@ioc/clickhouse'
import {
  changesOf,
  ExchangeRefusal,
  type Publisher,
  PublisherAway,
  PublisherRefuses,
  type Standing,
} from '@ioc/exchange'
import type { Indicator } from '@ioc/indicators'
import { personsName } from '@ioc/source/by-hand.ts'
import { z } from 'zod'
import { changedCell, nameCell, namedCell, shownValue, showValue } from '../snapshots/named.ts'
import { defineAction } from './action.ts'
import { wholeCount } from './fields.ts'
import { Refused } from './refused.ts'
import { dayPart, placePart } from './snapshot-place.ts'

export type PublishingDoors = {
  /** The publisher, asked with the token of whoever asks here: it knows and records the same person. */
  publisherAs(token: string): Publisher
  clickhouse: ClickHouse
}
/** Values are named by the catalogues in force. */
type PreviewDoors = PublishingDoors & { catalogues: Catalogues; indicators: readonly Indicator[] }

const why = z
  .string({ error: 'expects text' })
  .trim()
  .min(1, { error: 'is empty' })
  .max(500, { error: 'is above 500 characters' })
const standing = z.object({
  group: z.string(),
  date: z.string(),
  revision: wholeCount,
  digest: z.string(),
  receipt: z.string(),
})
const done = z.object({ snapshots: z.array(standing) })
/** Who acts; a name is for the person who asks later, the key is what is checked. */
const actor = personsName.optional()

const CELLS_MAX = 200

/** What would be published now, and what that would change. Nothing is written or sent. */
export const previewAction = ({ publisherAs, clickhouse, catalogues, indicators }: PreviewDoors) =>
  defineAction({
    path: '/v1/snapshots/:group/:date/preview',
    summary: 'What would be sent if this day were published now; nothing is written or sent',
    parameters: dayPart,
    body: z.strictObject({ actor }),
    asksOnly: true,
    answer: z.object({
      group: z.string(),
      date: z.string(),
      revision: wholeCount,
      supersedes: wholeCount.nullable(),
      values: wholeCount,
      total: wholeCount
        .nullable()
        .meta({ description: 'How many values would change; null: it would be the first' }),
      changes: z.array(changedCell),
      sample: z
        .array(namedCell.extend({ value: shownValue }))
        .meta({ description: 'The first of its values' }),
    }),
    handle: ({ group, date }, _body, { token }) =>
      saidPlainly(async () => {
        const [preview] = await publisherAs(token).preview({ group, date })
        if (!preview) throw new PublisherRefuses(`there is nothing of ${group} to preview`, 404)
        const { changes } = await changesOf(clickhouse, preview)
        const name = nameCell(catalogues, indicators, date)
        return {
          ...{ group, date, revision: preview.revision, values: preview.values },
          supersedes: preview.supersedes?.revision ?? null,
          total: changes?.length ?? null,
          changes: (changes ?? []).slice(0, CELLS_MAX).map((cell) => ({
            ...name(cell),
            before: cell.before && showValue(cell.before),
            after: cell.after && showValue(cell.after),
          })),
          sample: preview.body.values
            .slice(0, changes === null ? CELLS_MAX : 0)
            .map((value) => ({ ...name(value), value: showValue(value) })),
        }
      }),
  })

/** Closes a day that is over, or publishes a closed one anew with a reason. */
export const publishAction = ({ publisherAs }: PublishingDoors) =>
  defineAction({
    path: '/v1/snapshots/:group/:date/publish',
    summary: 'Publish a day of a group: the first revision, or with a reason the next',
    parameters: dayPart,
    body: z.strictObject({ why, actor }),
    answer: done,
    told: () => ({}),
    handle: ({ group, date }, { why }, { token }) =>
      saidPlainly(async () => ({
        snapshots: (await publisherAs(token).publish({ group, date, reason: why })).map(shown),
      })),
  })

/** Sends a published snapshot again; its bytes stay the same. */
export const resendAction = ({ publisherAs }: PublishingDoors) =>
  defineAction({
    path: '/v1/snapshots/:group/:date/:revision/resend',
    summary: 'Send a published snapshot again, parked or not; its bytes stay the same',
    parameters: placePart,
    body: z.strictObject({ why, actor }),
    answer: done,
    told: () => ({}),
    handle: (place, { why }, { token }) =>
      saidPlainly(async () => ({
        snapshots: (await publisherAs(token).resend(place, why)).map(shown),
      })),
  })

const shown = ({ group, date, revision, digest, receipt }: Standing) => ({
  ...{ group, date, revision, digest, receipt },
})

const REFUSALS = [400, 404, 409]
/** What the publisher says no with and has words here; the rest is `publisher-refuses`, in its own sentence. */
const HANDED_ON = ['day-not-over', 'no-such-snapshot', 'nothing-changed', 'unknown-group'] as const

/** What the publisher said no with becomes a problem of ours; where it is away, 503. */
async function saidPlainly<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof PublisherAway)
      throw new Refused({
        status: 503,
        code: 'publisher-away',
        detail:
          'The snapshot publisher does not answer; whether it did what was asked shows in the calendar.',
      })
    if (error instanceof PublisherRefuses)
      throw REFUSALS.includes(error.status)
        ? new Refused({
            ...{ status: error.status, detail: error.message, about: error.about },
            code: HANDED_ON.find((code) => code === error.code) ?? 'publisher-refuses',
          })
        : new Refused({ status: 503, code: 'publisher-failed', detail: error.message })
    if (error instanceof ExchangeRefusal)
      throw new Refused({ status: 409, code: error.code, detail: error.message })
    throw error
  }
}
