import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Way } from '@ioc/connectors'
import { FIRST_SOURCES } from '@ioc/push-keys'
import { PRODUCERS } from '@ioc/source/known-sources.ts'
import type { Source } from '@ioc/source/source.ts'
import { readRegistry } from '../../infra/sources/registry.ts'

const SERVICES = join(import.meta.dirname, '../../services')

/** Forms one door takes CloudEvents in (design §6). */
export const PUSH_FORMS = ['structured', 'binary', 'batch'] as const

/** A connected source by the way it is read, e.g. `survey-forms by drop`. */
export const byWay = (name: string, kind: Way['kind']) => `${name} by ${kind}`
/** A source of a push key by the form its events come in, e.g. `survey-push by batch`. */
export const byPush = (name: string, form: (typeof PUSH_FORMS)[number]) => `${name} by ${form}`

/** Sources written in code that are neither rebuilt nor simulated: they could tell of real persons. */
const realInCode = async (): Promise<string[]> => {
  const lists = await Promise.all(
    PRODUCERS.map(async (producer) => {
      const { sources } = (await import(`${SERVICES}/${producer}/sources/index.ts`)) as {
        sources(): Source[]
      }
      return sources()
    }),
  )
  return lists.flat().flatMap(({ name, simulated }) => (simulated ? [] : [`${name} by code`]))
}

/** Doors for pushing in a habit of one's own: a file `envelope.ts` in the folder of a source. */
const envelopes = (): string[] =>
  PRODUCERS.flatMap((producer) => {
    const folder = join(SERVICES, producer, 'sources')
    return readdirSync(folder)
      .filter((name) => existsSync(join(folder, name, 'envelope.ts')))
      .map((name) => `${name} by envelope`)
  })

/** Every way a person's data could reach the river, as the product lists its sources. One that is added has to tell canaries too. */
export const everyWayIn = async (): Promise<string[]> => {
  const connected = await readRegistry()
  return [
    ...connected.map((each) => byWay(each.connected.name, each.connected.way.kind)),
    ...FIRST_SOURCES.flatMap(({ source }) => PUSH_FORMS.map((form) => byPush(source, form))),
    ...envelopes(),
    ...(await realInCode()),
  ].sort()
}
