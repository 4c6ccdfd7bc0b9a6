import { readdirSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Catalogues } from '@ioc/catalogues'
import { sources as dossiers } from '@ioc/dossier-producer/sources/index.ts'
import { sources as figures } from '@ioc/figure-producer/sources/index.ts'
import { sources as hotline } from '@ioc/hotline-producer/sources/index.ts'
import { FIRST_SOURCES, type PushProducer } from '@ioc/push-keys'
import { contractById } from '@ioc/schemas'
import type { Source } from '@ioc/source/source.ts'
import { sources as surveys } from '@ioc/survey-producer/sources/index.ts'
import { readRegistry } from '../sources/registry.ts'
import { ROOT } from './files.ts'
import type { DescribedSource } from './source-page.ts'

const READ: Record<PushProducer, (catalogues: Catalogues) => readonly Source[]> = {
  'dossier-producer': dossiers,
  'hotline-producer': hotline,
  'survey-producer': surveys,
  'figure-producer': figures,
}

/** Every source this checkout knows: those the producers read of themselves, those connected to other systems, and the first ones that push. */
export const describedSources = async (catalogues: Catalogues): Promise<DescribedSource[]> => {
  const registry = await readRegistry()
  return (Object.keys(READ) as PushProducer[]).flatMap((producer) => [
    ...READ[producer](catalogues).map((source): DescribedSource => {
      const { name, contract, title } = source
      const folder = `services/${producer}/sources/${name}`
      const has = statSync(join(ROOT, folder), { throwIfNoEntry: false })?.isDirectory() === true
      return {
        ...{ producer, name, contract, title, source, kind: 'read', connected: null },
        folder: has ? folder : `services/${producer}/sources`,
        samples: has ? samplesIn(folder) : [],
      }
    }),
    ...registry
      .filter((each) => each.producer === producer)
      .map(({ connected }): DescribedSource => {
        const { name, contract, title } = connected
        // A folder need not be called as its source; its sample lies in it.
        const sample = relative(ROOT, fileURLToPath(connected.sample))
        const folder = dirname(sample)
        return {
          ...{ producer, name, contract, title, source: null, kind: 'connected', connected, folder },
          samples: [sample],
        }
      }),
    ...FIRST_SOURCES.filter((each) => each.producer === producer).map((each): DescribedSource => {
      const contract = contractById.get(each.contract)!
      const { vi, en } = contract.title
      return {
        ...{
          producer,
          name: each.source,
          contract,
          kind: 'pushed',
          source: null,
          connected: null,
          folder: null,
          samples: [],
        },
        title: { vi: `${vi}, do hệ thống khác gửi đến`, en: `${en}, pushed by another system` },
      }
    }),
  ])
}

const samplesIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true })
    .map(String)
    .filter((file) => /\.(?:json|ndjson|csv|xlsx)$/.test(file))
    .sort()
    .map((file) => `${folder}/${file}`)
