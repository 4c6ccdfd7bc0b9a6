import { setTimeout as wait } from 'node:timers/promises'
import type { ClickHouse } from '@ioc/clickhouse'

const LOOK_MS = 20
/** Longer than any row should take, also on a machine that does much else. */
const WITHIN_MS = 120_000

/** Tells when rows of dossiers are there, by one question for all that are waited for. */
export const openRowsSeen = ({ query }: Pick<ClickHouse, 'query'>) => {
  const waited = new Map<string, { sinceMs: number; there: () => void }>()
  let looking: Promise<void> | null = null
  const look = async () => {
    while (waited.size > 0) {
      const rows = await query<{ subject: string }>(
        'SELECT DISTINCT subject FROM dossier_version WHERE subject IN {subjects:Array(String)}',
        { subjects: [...waited.keys()] },
      )
      for (const { subject } of rows) {
        waited.get(subject)?.there()
        waited.delete(subject)
      }
      for (const [subject, { sinceMs }] of waited)
        if (performance.now() - sinceMs > WITHIN_MS)
          throw new Error(`no row of ${subject} after ${WITHIN_MS / 1000} s`)
      await wait(LOOK_MS)
    }
    looking = null
  }
  /** Resolves once ClickHouse gives a row of the dossier. */
  return async (data: object): Promise<void> => {
    const { issuingSystem, dossierCode } = data as Record<string, unknown>
    const seen = new Promise<void>((there) =>
      waited.set(`${issuingSystem}/${dossierCode}`, { sinceMs: performance.now(), there }),
    )
    looking ??= look()
    await Promise.race([seen, looking.then(() => seen)])
  }
}
