import type { ClickHouse } from '@ioc/clickhouse'
import { readArtefact } from '@ioc/exchange'
import { toIso } from '@ioc/schemas/events/instant.ts'
import { FAULTS, readJwks, verifyBytes } from '@ioc/snapshot'
import { z } from 'zod'
import { instantText, wholeCount } from './fields.ts'
import { defineOperation, NO_QUERY } from './operation.ts'
import { noSuchSnapshot, PLACE_PARTS, readPlace } from './snapshot-place.ts'

export type VerificationDoors = {
  clickhouse: ClickHouse
  publicKeys(): Promise<object> | object
  now: () => number
  inTurn<T>(task: () => Promise<T>): Promise<T>
}

/** Checks a snapshot as a receiver does: bytes, schema, digest, key, signature, control totals. */
export const snapshotVerificationOperation = ({ clickhouse, publicKeys, now, inTurn }: VerificationDoors) =>
  defineOperation({
    path: '/v1/snapshots/:group/:date/:revision/verification',
    summary:
      'Is the stored file what the publisher signed? As `npm run verify` checks it, by the public keys shown here',
    parts: PLACE_PARTS,
    mayBeAbsent: true,
    query: NO_QUERY,
    answer: z.object({
      at: instantText,
      bytes: wholeCount,
      digest: z.string(),
      kind: z.enum(['sound', 'wrong']),
      fault: z.enum(FAULTS).nullable().meta({ description: 'The first thing that is wrong' }),
      path: z.string().nullable(),
      reason: z.string().nullable(),
    }),
    handle: async (_query, { parts }) => {
      const place = readPlace(parts)
      return inTurn(async () => {
        const found = await readArtefact(clickhouse, place)
        if (!found) throw noSuchSnapshot(place)
        const bytes = Buffer.from(found.artefact)
        const { verdict } = await verifyBytes(bytes, readJwks(await publicKeys()) ?? { keys: [] })
        const wrong = verdict.kind === 'wrong' ? verdict : null
        return {
          at: toIso(now()),
          bytes: bytes.length,
          digest: found.digest,
          kind: verdict.kind,
          fault: wrong?.fault ?? null,
          path: wrong?.path || null,
          reason: wrong?.reason ?? null,
        }
      })
    },
  })
