import { type Catalogues, openCatalogues } from '@ioc/catalogues'
import { openEditions } from '@ioc/editions'
import type { Kafka } from '@ioc/kafka'

/** The catalogues a running river judges by now; where none answers, those this checkout ships, and a word of it. */
export const cataloguesInForce = async (kafka: Kafka, say: (line: string) => void): Promise<Catalogues> => {
  const shipped = openCatalogues()
  if (!(await kafka.ping())) {
    say(`no river answers, so records are judged by the catalogues of this checkout (${shipped.version})`)
    return shipped
  }
  const editions = openEditions({ kafka, shipped: () => shipped, now: Date.now })
  await editions.refresh()
  return editions.current()
}
