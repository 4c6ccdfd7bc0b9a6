import { type Catalogues, openCatalogues } from '@ioc/catalogues'
import type { Source } from '@ioc/source/source.ts'
import { firstHalf2024 } from './first-half-2024/index.ts'
import { liveDemo } from './live-demo/index.ts'

/** Where dossiers come from. To add a source: a folder beside these, its test, one line here. */
export const sources = (catalogues: Catalogues = openCatalogues()): Source[] => [
  firstHalf2024(catalogues),
  liveDemo(catalogues),
]
