import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  type CatalogueDocuments,
  catalogueVersion,
  openCatalogues,
  readCatalogueFiles,
} from '@ioc/catalogues'
import { openMemoryLog } from '@ioc/kafka/memory/index.ts'
import { CATALOGUE_TOPIC } from '@ioc/schemas'
import { beforeEach, expect, test } from 'vitest'
import { IN_FORCE_AFTER_MS } from './edition.ts'
import { openEditions } from './editions.ts'
import { loadEdition, seedEditions } from './load.ts'

const shipped = openCatalogues()
const files = () => readCatalogueFiles() as CatalogueDocuments
/** The set of this checkout with one commune more, of another name each time. */
const withCommune = (code: string, name = 'Xã Thử'): CatalogueDocuments => {
  const set = files()
  const template = set.units.units.find((unit) => unit.code === '24772')!
  set.units.units.push({ ...template, code, name: { vi: name, en: 'Trial commune' } })
  return set
}

const BEGAN = Date.parse('2026-01-01T00:00:00Z')
let nowMs: number
let asked: number
let log: ReturnType<typeof openMemoryLog>
beforeEach(() => {
  nowMs = BEGAN
  asked = 0
  log = openMemoryLog({ now: () => nowMs, turn: async () => void (await nextTurn()) })
  log.createTopic({ name: CATALOGUE_TOPIC, partitions: 1, config: {} })
})

const open = (client = 'reader') => {
  const kafka = log.open(client)
  const counted = {
    ...kafka,
    admin: {
      ...kafka.admin,
      offsets: (topic: string) => {
        asked += 1
        return kafka.admin.offsets(topic)
      },
    },
  }
  return { kafka, editions: openEditions({ kafka: counted, shipped: () => shipped, now: () => nowMs }) }
}
const load = (doors: ReturnType<typeof open>, documents: CatalogueDocuments) =>
  loadEdition({ ...doors, now: () => nowMs }, documents, { by: 'lan', why: 'a test', shipped: files() })

test('a set is in force from five seconds after its append, and the one before it until then', async () => {
  const doors = open()
  await doors.editions.refresh()
  expect(doors.editions.current()).toBe(shipped)

  const loaded = await load(doors, withCommune('24999'))
  expect(loaded.kind).toBe('loaded')
  const { version } = loaded.edition
  const inForceMs = BEGAN + IN_FORCE_AFTER_MS
  expect(
    [BEGAN - 1e9, BEGAN, inForceMs - 1, inForceMs, inForceMs + 1e9].map(
      (ms) => doors.editions.at(ms).version,
    ),
  ).toEqual([shipped.version, shipped.version, shipped.version, version, version])
  expect(doors.editions.current().version).toBe(shipped.version)
  nowMs = inForceMs
  expect(doors.editions.current().unit('24999', '2024-06-30')?.name.vi).toBe('Xã Thử')
  expect(doors.editions.byVersion(shipped.version)?.unit('24999', '2024-06-30')).toBeUndefined()
  expect(doors.editions.byVersion('c1-000000000000')).toBeNull()
})

test('the first load keeps the set that was in force before: what was counted by it is found for ever', async () => {
  await load(open(), withCommune('24999'))
  const { editions } = open('later')
  await editions.refresh()
  expect(editions.list().map(({ version, previous, by }) => ({ version, previous, by }))).toEqual([
    { version: shipped.version, previous: null, by: 'npm start' },
    { version: catalogueVersion(withCommune('24999')), previous: shipped.version, by: 'lan' },
  ])
})

test('a log is seeded once', async () => {
  const [one, two] = [open('one'), open('two')]
  for (const doors of [one, two, one])
    await seedEditions({ ...doors, now: () => nowMs }, { documents: files() })
  await one.editions.refresh()
  expect(one.editions.list()).toHaveLength(1)
  expect(one.editions.at(0).version).toBe(shipped.version)
})

test('of two sets made from one the first in the log counts; the other is told so', async () => {
  const [one, two] = [open('one'), open('two')]
  await seedEditions({ ...one, now: () => nowMs }, { documents: files() })
  await two.editions.refresh()
  const late = {
    ...two.editions,
    // The other one is loaded between the look of this one and its word.
    refresh: async () => {
      await two.editions.refresh()
      late.refresh = two.editions.refresh
      await load(one, withCommune('24998'))
    },
  }
  const loaded = await load({ kafka: two.kafka, editions: late }, withCommune('24999'))
  expect(loaded.kind).toBe('overtaken')
  expect(loaded.edition.version).toBe(catalogueVersion(withCommune('24998')))
  nowMs += IN_FORCE_AFTER_MS
  expect(two.editions.current().unit('24999', '2024-06-30')).toBeUndefined()
})

test('a set that is in force is not written again; an earlier one may come back', async () => {
  const doors = open()
  await load(doors, withCommune('24999'))
  expect((await load(doors, withCommune('24999'))).kind).toBe('already')
  expect((await load(doors, files())).kind).toBe('loaded')
  nowMs += IN_FORCE_AFTER_MS
  expect(doors.editions.current().version).toBe(shipped.version)
})

test.each([
  { what: 'no JSON', value: '{' },
  { what: 'another content than its version', value: { ...set(files()), version: 'c1-0123456789ab' } },
  { what: 'a file this software does not know', value: set({ ...files(), moods: {} } as never) },
  { what: 'no units', value: set({ ...files(), units: {} } as never) },
])('a record that is $what is passed over, by everyone alike', async ({ value }) => {
  const doors = open()
  await seedEditions({ ...doors, now: () => nowMs }, { documents: files() })
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  await doors.kafka.publish(CATALOGUE_TOPIC, [{ key: null, value: text, headers: {} }])
  await doors.editions.refresh()
  expect(doors.editions.list()).toHaveLength(1)
  expect((await load(doors, withCommune('24999'))).kind).toBe('loaded')
})

function set(documents: CatalogueDocuments) {
  const at = '2026-01-01T00:00:00Z'
  return { version: catalogueVersion(documents), previous: shipped.version, at, by: 'x', why: 'y', documents }
}

test('whoever has read a record up to its append knows every set it may be judged by, and asks once in two seconds', async () => {
  const { editions } = open('aggregator')
  await editions.upTo(nowMs)
  expect(asked).toBe(1)
  await load(open('operator'), withCommune('24999'))
  asked = 0
  await editions.upTo(nowMs + IN_FORCE_AFTER_MS / 2) // nothing loaded since can be in force
  expect(asked).toBe(0)
  nowMs += IN_FORCE_AFTER_MS
  await editions.upTo(nowMs)
  expect(asked).toBe(1)
  expect(editions.at(nowMs).unit('24999', '2024-06-30')).toBeDefined()
})
