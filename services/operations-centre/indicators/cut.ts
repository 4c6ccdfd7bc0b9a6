import type { ClickHouse } from '@ioc/clickhouse'
import { readCutText } from '@ioc/exchange'
import type { Watermark } from '@ioc/indicators'
import { cut as cutSchema } from '@ioc/schemas/snapshot/index.ts'
import { Refused } from '../routes/refused.ts'

/** A published cut: whatever is asked as of it is a function of its watermark. */
export type NamedCut = {
  group: string
  date: string
  revision: number
  watermark: Watermark
  /** What the snapshot itself was counted by; an answer says beside it what it is counted by now. */
  catalogueVersion: string
  indicatorsVersion: string
}

/** Name of a cut in a question: `dossier/2024-06-30/1`. */
export const CUT_NAME = /^([a-z][a-z0-9.-]{0,63})\/(\d{4}-\d{2}-\d{2})\/([1-9]\d{0,8})$/

export const cutName = ({ group, date, revision }: Pick<NamedCut, 'group' | 'date' | 'revision'>) =>
  `${group}/${date}/${revision}`

/**
 * The cut a snapshot was made as of, from the published artefact itself.
 * @throws Refused (404) where there is no such snapshot
 */
export const readCut = async (clickhouse: ClickHouse, name: string): Promise<NamedCut> => {
  const [, group = '', date = '', revision] = CUT_NAME.exec(name)!
  const found = await readCutText(clickhouse, { group, date, revision: Number(revision) })
  if (!found) {
    const message = `${name} names no published snapshot; /v1/snapshots?from=${date}&to=${date} lists those of the day`
    const parameters = [{ parameter: 'cut', message, code: 'no-such-cut' as const, about: { given: name } }]
    throw new Refused({ status: 404, code: 'no-such-cut', detail: `cut: ${message}`, parameters })
  }
  const { watermark, catalogueVersion, indicatorsVersion } = cutSchema.parse(JSON.parse(found))
  return { group, date, revision: Number(revision), watermark, catalogueVersion, indicatorsVersion }
}
