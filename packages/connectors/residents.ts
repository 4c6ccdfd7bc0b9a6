import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Residents, ResidentsDoors } from '@ioc/source'
import { readSource, type SourceStatus } from '@ioc/source/read-source.ts'
import { type ConnectedSource, connectedIn } from './connected.ts'
import { toldOf } from './fault.ts'
import { type Opened, openConnected } from './opened.ts'
import { checkpointName, listPlaced, ownFolder, placeFile, readPlaced, WrongPlace } from './place.ts'

/** A change of a place is seen within this. */
const LOOK_MS = 500

export type ResidentStatus = SourceStatus &
  ReturnType<Opened['troubles']> & { kind: string; generation: number }

type Resident = {
  /** Of its file when it was opened; of one that cannot be opened, of the code too, which may mend it. */
  version: string
  status(): ResidentStatus | null
  stop(): Promise<void>
}

const turnedOff = (version: string): Resident => ({ version, status: () => null, stop: async () => {} })

/** A source the place names and that cannot be opened: shown, and tried again when its file or the code changes. */
const broken = (version: string, name: string, contract: string, error: string): Resident => {
  const sinceMs = Date.now()
  return {
    version,
    status: () => ({
      ...{ name, contract, title: { vi: name, en: name }, simulated: false, rhythmSeconds: 0, total: null },
      ...{ emitted: 0, rejected: 0, skipped: 0, completeUpToMs: null, state: 'waiting' },
      ...{ error, errorSinceMs: sinceMs, readAtMs: null, notice: null, kind: 'unknown', generation: 0 },
    }),
    stop: async () => {},
  }
}

/**
 * The connected sources of a producer, each on its own: turned on, off, changed and read anew by its file in the data folder, while
 * everything else flows on. Code is looked up again when `sources/connected.ts` changed: a source that is added needs no restart.
 */
export const openResidents = (doors: ResidentsDoors & { list: URL }): Residents => {
  const { dataDir, producer, log, edge } = doors
  const residents = new Map<string, Resident>()

  const versionOfCode = (): string => {
    const { mtimeMs, size } = statSync(fileURLToPath(doors.list))
    return `${mtimeMs}/${size}`
  }
  const load = async (url: string): Promise<readonly ConnectedSource[]> => {
    try {
      return connectedIn((await import(url)) as object)
    } catch (error) {
      // Of code alone: no record has been read yet that it could quote.
      throw new WrongPlace(fileURLToPath(doors.list), `cannot be loaded: ${(error as Error).message}`)
    }
  }
  let known: { version: string; sources: Promise<readonly ConnectedSource[]> } | null = null
  /** What the process began with was loaded under this address already. */
  const first = versionOfCode()
  const sourcesOfCode = (): Promise<readonly ConnectedSource[]> => {
    const version = versionOfCode()
    if (known?.version !== version) {
      // A module is loaded once for each address: the query makes a new one of a changed file.
      const { href } = doors.list
      known = {
        version,
        sources: load(version === first ? href : `${href}?changed=${encodeURIComponent(version)}`),
      }
    }
    return known.sources
  }

  const open = async (name: string, version: string): Promise<Resident> => {
    try {
      const placed = readPlaced(dataDir, producer, name)
      if (!placed?.on) return turnedOff(version)
      const connected = (await sourcesOfCode()).find((each) => each.name === name)
      const settingsFile = placeFile(dataDir, producer, name)
      if (!connected)
        throw new WrongPlace(settingsFile, `names a source that ${fileURLToPath(doors.list)} does not list`)
      const { generation } = placed
      const opened = openConnected(connected, placed.settings, {
        ...{ name, settingsFile, log, now: Date.now, random: Math.random },
        everySeconds: placed.everySeconds,
        completeFrom: placed.completeFrom,
        units: placed.units,
        streams: placed.streams,
        ownFolder: ownFolder(dataDir, producer, name, generation),
      })
      const stopping = new AbortController()
      const reader = readSource({
        ...doors,
        ...{ source: opened.source, checkpointName: checkpointName(name, generation) },
        context: { ...doors.context, signal: stopping.signal },
        onSent: doors.count(name),
      })
      log.info({ source: name, kind: connected.way.kind, generation }, 'source is on')
      let fault: string | null = null
      const running = reader.run().catch((error: unknown) => {
        fault = toldOf(error)
        log.error({ source: name }, `source ended: ${fault}; it is opened again when its file changes`)
      })
      return {
        version,
        status: () => {
          const troubles = opened.troubles()
          return {
            ...reader.status(),
            ...troubles,
            error: fault ?? troubles.error,
            ...{ kind: connected.way.kind, generation },
          }
        },
        stop: async () => {
          stopping.abort()
          await running
          await opened.way.close()
        },
      }
    } catch (error) {
      const message = toldOf(error)
      log.error({ source: name }, message)
      return broken(`${version} ${versionOfCode()}`, name, edge.contract.id, message)
    }
  }

  const look = async (): Promise<void> => {
    const placed = listPlaced(dataDir, producer)
    const code = versionOfCode()
    const isAsItWas = (name: string) => {
      const version = residents.get(name)?.version
      const file = placed.get(name)
      return version === file || version === `${file} ${code}`
    }
    const changed = [...new Set([...residents.keys(), ...placed.keys()])].filter((name) => !isAsItWas(name))
    await Promise.all(
      changed.map(async (name) => {
        await residents.get(name)?.stop()
        residents.delete(name)
        const version = placed.get(name)
        if (version !== undefined) residents.set(name, await open(name, version))
      }),
    )
  }

  let looking: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | null = null
  let stopped = false
  const again = () => {
    looking = look().catch((error: unknown) => {
      log.warn({ err: error }, 'the folder of sources cannot be read')
    })
    void looking.then(() => {
      if (!stopped) timer = setTimeout(again, LOOK_MS)
    })
  }
  return {
    start: async () => again(),
    stop: async () => {
      stopped = true
      if (timer) clearTimeout(timer)
      await looking
      await Promise.all([...residents.values()].map((each) => each.stop()))
    },
    status: () => [...residents.values()].flatMap((each) => each.status() ?? []),
  }
}
