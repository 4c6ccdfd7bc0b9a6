import { setTimeout as wait } from 'node:timers/promises'
import { openCatalogues } from '@ioc/catalogues'
import { scopesOf } from '@ioc/indicators'

const PAUSE_MS = 100
const DATE = '2024-06-20'
/** Longer than any count should take, also on a machine that does much else. */
const WITHIN_MS = 120_000

/** Dossiers of a unit that the indicator of received dossiers has counted so far, asked for over and over until it is stopped. */
export const openCountsSeen = (centreUrl: string, unit: string) => {
  const waited: { count: number; sinceMs: number; there: () => void }[] = []
  const stopping = new AbortController()
  // The centre keeps an answer for 2 s: each question names another unit beside, so that it is counted anew.
  const others = [...scopesOf(openCatalogues(), { kind: 'then' }, DATE).scopes.keys()].filter(
    (id) => id !== unit,
  )
  const ask = async (n: number): Promise<number> => {
    const question = `scope=${unit},${others[n % others.length]}&indicator=dossier.received&date=${DATE}&period=day`
    const answer = await fetch(`${centreUrl}/v1/indicators?${question}`)
    if (!answer.ok) throw new Error(`indicators answer ${answer.status}: ${await answer.text()}`)
    const { values } = (await answer.json()) as { values: { scope: { key: string }; value: string | null }[] }
    return Number(values.find(({ scope }) => scope.key === unit)?.value ?? 0)
  }
  const running = (async () => {
    for (let n = 0; !stopping.signal.aborted; n++) {
      const counted = await ask(n)
      for (const each of waited.splice(0)) {
        if (each.count <= counted) each.there()
        else if (performance.now() - each.sinceMs > WITHIN_MS)
          throw new Error(`the indicator says ${counted} and not ${each.count} after ${WITHIN_MS / 1000} s`)
        else waited.push(each)
      }
      await wait(PAUSE_MS)
    }
  })()
  running.catch(() => {}) // told to whoever waits
  return {
    /** Resolves once so many are counted. */
    reaches: (count: number): Promise<void> => {
      const there = new Promise<void>((there) => waited.push({ count, sinceMs: performance.now(), there }))
      return Promise.race([there, running])
    },
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}
