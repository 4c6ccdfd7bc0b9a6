import { cutKey } from '@ioc/cuts'
import type { CutNumbers, Group } from '@ioc/indicators'
import { CUT_TOPIC } from '@ioc/schemas'
import type { CutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import { exampleBody } from '@ioc/snapshot/example.ts'
import { expect, test } from 'vitest'
import { NothingChanged, openByHand } from './by-hand.ts'
import { openCutLog } from './cut-log.ts'
import { emptyTables, memoryKafka } from './log.fixture.ts'
import { watermarkNow } from './watermark.ts'

const DATE = '2024-06-30'
const group = { id: 'dossier' } as Group
const cutOf = (revision: number, reason: CutRecord['reason']): CutRecord => ({
  ...{ group: group.id, date: DATE, revision, reason, cut: exampleBody.cut },
  supersedes: revision === 1 ? null : { revision: revision - 1, digest: `sha-256:${'0'.repeat(64)}` },
})
const lateEvents = { code: 'late-events', text: '1 value changed by events that came late' } as const

/** Publishing by hand beside another publisher, which cuts just before our next cut is written. What is counted is always the truth of that moment. */
const open = () => {
  const { kafka, state } = memoryKafka()
  const [cuts, theirs] = [openCutLog(kafka), openCutLog(kafka)]
  const [value] = exampleBody.values
  const truth = { numerator: 1 }
  const numbers = (): CutNumbers => ({
    values: [{ ...value!, numerator: truth.numerator }],
    completeness: exampleBody.completeness,
  })
  const published = new Map<string, CutNumbers>()
  const publish = async (cut: CutRecord) => {
    const key = cutKey(cut)
    if (!published.has(key)) published.set(key, numbers())
    return {
      key,
      group: cut.group,
      date: cut.date,
      revision: cut.revision,
      digest: `sha-256:${'0'.repeat(64)}`,
      appendedAtMs: 0,
    }
  }
  const cutByThem = async (cut: CutRecord) => void (await publish(await theirs.propose(cut)))
  const byHand = openByHand({
    ...{ kafka, clickhouse: emptyTables, groups: [group], cuts, publish },
    outbox: { refresh: async () => {}, bytesOf: async () => Buffer.from('{}') } as never,
    bodies: { expect: () => {}, numbers: async () => numbers() } as never,
    earlier: { cuts: cuts.all, body: async (key) => ({ ...exampleBody, ...published.get(key)! }) },
    firstCut: (_group, date, watermark, reason) => {
      const cut = cutOf(1, reason)
      return { ...cut, date, cut: { ...cut.cut, watermark } }
    },
    ledgerHolds: async () => {},
    isRevoked: () => false,
    versionNow: () => exampleBody.cut.catalogueVersion,
    proposeAndPublish: async (cut) => publish(await cuts.propose(cut)),
  })
  const overtake = (cut: CutRecord, then = () => {}) => {
    state.beforeWrite = async (topic) => {
      if (topic !== CUT_TOPIC) return
      state.beforeWrite = async () => {}
      await cutByThem(cut)
      then()
    }
  }
  const reasons = () => cuts.all().map((cut) => `r${cut.revision} ${cut.reason.text}`)
  /** One more dossier is in the log. */
  const arrive = () => kafka.publish('dossier.v1', [{ key: 'a', value: '{}', headers: {} }])
  const now = async (cut: CutRecord): Promise<CutRecord> => ({
    ...cut,
    cut: { ...cut.cut, watermark: await watermarkNow(kafka) },
  })
  /** Last offset of dossiers in each cut of a date. */
  const watermarks = (date: string) =>
    cuts
      .all()
      .filter((cut) => cut.date === date)
      .map(({ cut }) => cut.watermark.find(({ topic }) => topic === 'dossier.v1')?.offset)
  return { byHand, truth, overtake, reasons, cutByThem, arrive, now, watermarks }
}
const reason = 'bổ sung số liệu'

test('a revision by hand stands in the log with its reason', async () => {
  const { byHand, truth, cutByThem, reasons } = open()
  await cutByThem(cutOf(1, { code: 'scheduled', text: null }))
  truth.numerator = 2
  expect(await byHand.close(DATE, { reason })).toMatchObject([{ revision: 2 }])
  expect(reasons()).toEqual(['r1 null', `r2 ${reason}`])
})

test('another publisher’s revision that says the same comes first: nothing is published, and it is said that the reason is in none', async () => {
  const { byHand, truth, overtake, cutByThem, reasons } = open()
  await cutByThem(cutOf(1, { code: 'scheduled', text: null }))
  truth.numerator = 2
  overtake(cutOf(2, lateEvents))
  const refused = await byHand.close(DATE, { reason }).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(NothingChanged)
  expect((refused as Error).message).toBe(
    `no value of ${DATE} is another than in its newest revision; dossier/${DATE}/2 was published meanwhile by another publisher, for its own reason (${lateEvents.text}), and the reason given here is in no revision`,
  )
  expect(reasons()).toEqual(['r1 null', `r2 ${lateEvents.text}`])
})

test('where there is something new to say against it too, that is told with the reason', async () => {
  const { byHand, truth, overtake, cutByThem, reasons } = open()
  await cutByThem(cutOf(1, { code: 'scheduled', text: null }))
  truth.numerator = 2
  overtake(cutOf(2, lateEvents), () => {
    truth.numerator = 3
  })
  expect(await byHand.close(DATE, { reason })).toMatchObject([{ revision: 3 }])
  expect(reasons()).toEqual(['r1 null', `r2 ${lateEvents.text}`, `r3 ${reason}`])
})

test('a first cut with a reason that comes behind the scheduled one is not answered as done', async () => {
  const { byHand, overtake } = open()
  overtake(cutOf(1, { code: 'scheduled', text: null }))
  await expect(byHand.close(DATE, { reason })).rejects.toThrow(
    `dossier/${DATE}/1 was published meanwhile by another publisher, for its own reason (scheduled)`,
  )
})

test('without a reason a date that another publisher closed meanwhile is closed', async () => {
  const { byHand, overtake } = open()
  overtake(cutOf(1, { code: 'scheduled', text: null }))
  expect(await byHand.close(DATE, {})).toMatchObject([{ revision: 1 }])
})

test('a day of a row is not cut behind a revision that came after the row’s "now"', async () => {
  const { byHand, truth, cutByThem, watermarks, arrive, now } = open()
  await cutByThem(await now({ ...cutOf(1, { code: 'scheduled', text: null }), date: '2024-06-29' }))
  await cutByThem(await now(cutOf(1, { code: 'scheduled', text: null })))
  await arrive()
  truth.numerator = 2
  await byHand.close('2024-06-29', { reason, upTo: DATE })
  await arrive()
  await cutByThem(await now(cutOf(2, lateEvents)))
  truth.numerator = 3
  await byHand.close(DATE, { reason, upTo: DATE })
  expect(watermarks('2024-06-29')).toEqual([-1, 0])
  expect(watermarks(DATE)).toEqual([-1, 1, 1])
})
