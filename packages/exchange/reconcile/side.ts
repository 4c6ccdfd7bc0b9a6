import { type Artefact, artefact as artefactSchema } from '@ioc/schemas/snapshot/index.ts'
import { type Reconciliation, reconciliation, reconciliationDigest } from '@ioc/snapshot'
import type { Place } from '../place.ts'
import { get, type Way } from './get.ts'

/** A side that does not answer, or with something else than what was asked. */
export class SideAway extends Error {
  override readonly name = 'SideAway'
}

/** What was asked is refused: a group that is none, for instance. */
export class SideRefuses extends Error {
  override readonly name = 'SideRefuses'
}

/** One of the two that are compared: who published, or who accepted. */
export type Side = {
  name: 'ours' | 'theirs'
  /** @throws SideAway, SideRefuses */
  reconciliation(month: string, group: string | undefined): Promise<Reconciliation>
  /** The artefact it holds; null where it holds none. @throws SideAway */
  artefact(place: Place): Promise<Artefact | null>
}

const ANSWER_MS_MAX = 60_000

/** The publishing side: an operations centre. */
export const openOurs = (url: string): Side =>
  openSide('ours', url, ({ group, date, revision }) => `${group}/${date}?revision=${revision}`)

/** The receiving side: a national IOC that serves what the reference receiver does. */
export const openTheirs = (url: string, way: Way = {}): Side =>
  openSide('theirs', url, ({ group, date, revision }) => `${group}/${date}/${revision}`, way)

const openSide = (name: Side['name'], url: string, pathOf: (place: Place) => string, way: Way = {}): Side => {
  const base = url.replace(/\/+$/, '')
  const away = (what: string) => new SideAway(`${name} (${base}) ${what}`)

  const ask = async (path: string): Promise<{ status: number; json: unknown }> => {
    const answer = await get(base + path, way, ANSWER_MS_MAX).catch((error: NodeJS.ErrnoException) => {
      throw away(`does not answer (${error.code ?? error.name})`)
    })
    try {
      return { status: answer.status, json: JSON.parse(answer.text) }
    } catch {
      throw away(`answers ${answer.status} with something that is no JSON`)
    }
  }

  return {
    name,
    reconciliation: async (month, group) => {
      const words = new URLSearchParams({ month, ...(group === undefined ? {} : { group }) })
      const { status, json } = await ask(`/v1/reconciliation?${words}`)
      if (status === 400)
        throw new SideRefuses(`${name} (${base}): ${(json as { detail?: string }).detail ?? 'refused'}`)
      const read = status === 200 ? reconciliation.safeParse(json) : undefined
      if (!read?.success || read.data.month !== month)
        throw away(`answers ${status}, and no reconciliation of ${month}: is this the right address?`)
      for (const { group, digest, snapshots } of read.data.groups)
        if (reconciliationDigest(snapshots) !== digest)
          throw away(`states a digest for ${group} that its own list does not give`)
      return read.data
    },
    artefact: async (place) => {
      const { status, json } = await ask(`/v1/snapshots/${pathOf(place)}`)
      if (status === 404) return null
      const read = artefactSchema.safeParse(json)
      if (status !== 200 || !read.success)
        throw away(
          `answers ${status}, and no artefact, for ${place.group} ${place.date} revision ${place.revision}`,
        )
      return read.data
    },
  }
}
