import type { ServiceName } from '@ioc/config'
import { type ConnectedSource, connectedIn } from '@ioc/connectors'
import { PRODUCERS } from '@ioc/source/known-sources.ts'

/** A connected source and the producer whose folder it lies in. */
export type Registered = { producer: ServiceName; connected: ConnectedSource }

/** Every connected source of the tree, as the producers’ `sources/connected.ts` list them. */
export const readRegistry = async (): Promise<Registered[]> => {
  const lists = await Promise.all(
    PRODUCERS.map(async (producer) => {
      const module = (await import(`../../services/${producer}/sources/connected.ts`)) as object
      return connectedIn(module).map((connected) => ({ producer, connected }))
    }),
  )
  return lists.flat().sort((a, b) => (a.connected.name < b.connected.name ? -1 : 1))
}

/** The one of that name, and of that producer where a name is used by two; else a line that says what is known. */
export const findRegistered = (
  registry: readonly Registered[],
  name: string,
  producer?: string,
): Registered | { problem: string } => {
  const found = registry.filter(
    (each) => each.connected.name === name && (producer === undefined || each.producer === producer),
  )
  if (found.length === 1) return found[0]!
  if (found.length > 1)
    return {
      problem: `${name} is the name of several sources: add --producer ${found.map((each) => each.producer).join(' or ')}`,
    }
  const known = registry.map((each) => each.connected.name).join(', ') || '(none)'
  return {
    problem: `no connected source ${name}; known: ${known}. npm run new:source makes one; of one that pushes, or is code alone, npm run source -- show ${name} tells`,
  }
}
