import { type Catalogues, openCatalogues } from '@ioc/catalogues'
import type { Kafka } from '@ioc/kafka'
import { openEditions } from './editions.ts'

/** The catalogues a running river judges by now; where none answers, those this checkout ships, and a word of it. */
export const cataloguesByNow = async (
  kafka: Pick<Kafka, 'ping' | 'readFrom' | 'admin'>,
  say: (line: string) => void,
): Promise<Catalogues> => {
  const shipped = openCatalogues()
  if (!(await kafka.ping())) {
    say(`no river answers, so codes are looked up in the catalogues of this checkout (${shipped.version})`)
    return shipped
  }
  const editions = openEditions({ kafka, shipped: () => shipped, now: Date.now })
  await editions.refresh()
  return editions.current()
}
