import { openCatalogues } from '@ioc/catalogues'
import { openIndicators } from '@ioc/indicators'
import { printList } from '@ioc/indicators/make-list.ts'
import { contracts } from '@ioc/schemas'
import { asyncApi } from './asyncapi.ts'
import { contractPage } from './contract-page.ts'
import { indicatorPages, indicatorPath } from './indicator-page.ts'
import { sourceIndex, sourcePage, sourcePath } from './source-page.ts'
import { describedSources } from './sources.ts'

/** Every document that is made from the code, by its path from the root. */
export const makeDocuments = async (): Promise<ReadonlyMap<string, string>> => {
  const catalogues = openCatalogues()
  const indicators = openIndicators(catalogues)
  const sources = await describedSources(catalogues)
  const indicatorPage = indicatorPages(catalogues)
  return new Map([
    ['docs/asyncapi.json', `${JSON.stringify(asyncApi(), null, 2)}\n`],
    ...contracts.map((contract): [string, string] => [
      `docs/contracts/${contract.id}.md`,
      contractPage(contract),
    ]),
    ['docs/sources/README.md', sourceIndex(sources)],
    ...sources.map((source): [string, string] => [sourcePath(source), sourcePage(source)]),
    ['docs/indicators.md', printList(indicators)],
    ...indicators.map((indicator): [string, string] => [indicatorPath(indicator), indicatorPage(indicator)]),
  ])
}
