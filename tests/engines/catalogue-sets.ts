import { type CatalogueDocuments, readCatalogueFiles } from '@ioc/catalogues'
import { type Editions, loadEdition } from '@ioc/editions'
import type { Kafka } from '@ioc/kafka'
import { until } from '../browser/until.ts'

/** The shipped catalogues with these communes more, each under Đà Lạt from the beginning. */
export const withCommunes = (...codes: string[]): CatalogueDocuments => {
  const set = readCatalogueFiles() as CatalogueDocuments
  const template = set.units.units.find(({ code }) => code === '24772')!
  for (const code of codes)
    set.units.units.push({ ...template, code, name: { vi: `Xã Thử ${code}`, en: `Trial commune ${code}` } })
  const fields: Record<string, unknown> = template
  for (const expected of set.units.expectations)
    if (Object.entries(expected.where).every(([field, value]) => fields[field] === value))
      expected.rows += codes.length
  return set
}

/** Loads a set and waits until it is in force. Gives its version. */
export const load = async (
  kafka: Kafka,
  editions: Editions,
  documents: CatalogueDocuments,
): Promise<string> => {
  const shipped = readCatalogueFiles()
  const { edition } = await loadEdition({ kafka, editions, now: Date.now }, documents, {
    ...{ by: 'lan', why: 'a test', shipped },
  })
  await until('the set is in force', async () => editions.current().version === edition.version, 30_000)
  return edition.version
}
