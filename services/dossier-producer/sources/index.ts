import { type Catalogues, openCatalogues } from '@ioc/catalogues'
import type { ConnectedSource } from '@ioc/connectors/connected.ts'
import type { Source } from '@ioc/source/source.ts'
import { firstHalf2024 } from './first-half-2024/index.ts'
import { liveDemo } from './live-demo/index.ts'
import { oneStopPortal } from './one-stop-portal/index.ts'

/** Where dossiers come from. To add a source: a folder beside these, its test, one line here. */
export const sources = (catalogues: Catalogues = openCatalogues()): Source[] => [
  firstHalf2024(catalogues),
  liveDemo(catalogues),
]

/** Read from other systems once a place turns them on: `npm run source -- run <name>`. */
export const connected: readonly ConnectedSource[] = [oneStopPortal]
