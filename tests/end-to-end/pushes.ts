import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClickHouse } from '@ioc/clickhouse'
import { expect, test } from 'vitest'
import { openStream } from '../browser/stream.ts'
import { until } from '../browser/until.ts'
import { BAD_DOSSIERS, dossierEvent, PERSON } from './dossiers.ts'
import {
  addressOf,
  BATCH,
  type FigureSeen,
  getJson,
  PUSHED,
  type PushedTopic,
  push,
  type River,
  SINGLE,
} from './river.ts'

const EXAMPLES = join(import.meta.dirname, '../../schemas/examples')
/** From acknowledged to readable in ClickHouse; it takes well below a second on an idle machine. */
const FOLDED_MS_MAX = 90_000
/** A figure over a million dossiers is kept for five times as long as it took to count. */
const FIGURE_MS_MAX = 180_000

/** What a running river answers to what is pushed to it, good and bad, and where that ends up. */
export const answersPushes = (running: { river(): River; clickhouse(): ClickHouse }) => {
  const ledgerOf = (eventId: string) =>
    running.clickhouse().query<{ verdict: string; value: string; sealed_with: string; codes: string[] }>(
      // Each position once, as FINAL would give it, without merging a million others.
      'SELECT verdict, value, sealed_with, reasons.code AS codes FROM ledger WHERE event_id = {eventId:String} LIMIT 1 BY topic, `partition`, `offset`',
      { eventId },
    )

  test('a pushed dossier is seen at once, kept, and counts once however often it is sent', async () => {
    const centre = addressOf(running.river(), 'operations-centre')
    const figure = async () => {
      const { figures } = await getJson<{ figures: FigureSeen[] }>(`${centre}/v1/figures`)
      return figures.find(({ id }) => id === 'dossier.online-received')?.numerator
    }
    const before = (await figure())!
    const feed = await openStream(`${centre}/v1/feed`)
    try {
      const event = dossierEvent('7001')
      const accepted = { status: 200, body: { accepted: 1, rejected: [] } }
      expect(await push(running.river(), 'dossier.v1', JSON.stringify(event))).toMatchObject(accepted)
      await until(
        'the feed shows it',
        () => feed.codes().includes(event.data.dossierCode as string),
        FOLDED_MS_MAX,
      )
      expect(await push(running.river(), 'dossier.v1', JSON.stringify(event))).toMatchObject(accepted)
      await until(
        'both are in the ledger',
        async () => (await ledgerOf(event.id)).length === 2,
        FOLDED_MS_MAX,
      )
      expect((await ledgerOf(event.id)).map(({ verdict }) => verdict)).toEqual(['keep', 'keep'])
      const current = await running
        .clickhouse()
        .query(
          'SELECT dossier_code, status, unit_level FROM dossier FINAL WHERE subject = {subject:String}',
          { subject: `${event.data.issuingSystem}/${event.data.dossierCode}` },
        )
      expect(current).toEqual([
        { dossier_code: event.data.dossierCode, status: 'received', unit_level: 'commune' },
      ])
      await until('the figure has one more', async () => (await figure()) === before + 1, FIGURE_MS_MAX)
    } finally {
      await feed.close()
    }
  }, 480_000)

  test.each(BAD_DOSSIERS)(
    'a dossier with $what is refused by name, and a good one beside it is kept',
    async (bad) => {
      const good = dossierEvent(`8${bad.event.id.slice(-3)}`)
      const answer = await push(running.river(), 'dossier.v1', JSON.stringify([bad.event, good]), {
        headers: { 'content-type': BATCH },
      })
      const reasons = [{ path: bad.path, code: bad.code, message: expect.any(String) }]
      expect(answer).toMatchObject({
        status: 200,
        body: { accepted: 1, rejected: [{ index: 0, id: bad.event.id, reasons }] },
      })
      await until(
        'both are in the ledger',
        async () => (await ledgerOf(bad.event.id)).length === 1 && (await ledgerOf(good.id)).length === 1,
        FOLDED_MS_MAX,
      )
      expect(await ledgerOf(good.id)).toMatchObject([{ verdict: 'keep' }])
      const [row] = await ledgerOf(bad.event.id)
      expect(row).toMatchObject({
        verdict: 'reject',
        codes: [bad.code],
        sealed_with: expect.stringMatching(/^[0-9a-f]{8}$/),
      })
      const sealed = Buffer.from(row!.value, 'base64')
      expect(sealed.length).toBeGreaterThan(100)
      for (const bytes of [sealed, Buffer.from(row!.value)])
        for (const secret of [PERSON, 'dossierCode', String(bad.event.data.dossierCode)])
          expect(bytes.includes(secret)).toBe(false)
    },
  )

  test('a person’s name is in no log of any service', () => {
    const logs = join(running.river().dataDir, 'log')
    for (const file of readdirSync(logs))
      expect(readFileSync(join(logs, file), 'utf8'), file).not.toContain(PERSON)
  })

  type Refused = { what: string; status: number; body: string | Buffer; how: Parameters<typeof push>[3] }
  const event = JSON.stringify(dossierEvent('7999'))
  test.each<Refused>([
    { what: 'bytes that are no JSON', status: 400, body: '{"specversion": "1.0", ', how: {} },
    { what: 'bytes that are no UTF-8', status: 400, body: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), how: {} },
    {
      what: 'a batch that is no list',
      status: 400,
      body: event,
      how: { headers: { 'content-type': BATCH } },
    },
    {
      what: 'JSON that is no CloudEvent by its type',
      status: 400,
      body: event,
      how: { headers: { 'content-type': 'application/json' } },
    },
    {
      what: 'an attribute in a header with broken percent-encoding',
      status: 400,
      body: JSON.stringify(dossierEvent('7998').data),
      how: {
        headers: {
          'content-type': 'application/json',
          'ce-specversion': '1.0',
          'ce-id': '%zz',
          'ce-source': 'dossier-push',
          'ce-type': 'vn.lamdong.ioc.dossier.v1',
        },
      },
    },
    { what: 'no key', status: 401, body: event, how: { key: '' } },
    { what: 'a key nobody has', status: 401, body: event, how: { key: '0'.repeat(64) } },
    {
      what: 'a source its key may not speak for',
      status: 403,
      body: JSON.stringify(dossierEvent('7997', { event: { source: 'first-half-2024' } })),
      how: {},
    },
    {
      what: 'more bytes than one body may have',
      status: 413,
      body: Buffer.alloc(9 * 1024 * 1024, 0x20),
      how: {},
    },
    {
      what: 'more events than one batch may have',
      status: 413,
      body: `[${Array(10_001).fill('{}').join(',')}]`,
      how: { headers: { 'content-type': BATCH } },
    },
  ])(
    '$what is answered $status with a problem document, and nothing of it is kept',
    async ({ status, body, how }) => {
      const answer = await push(running.river(), 'dossier.v1', body, how)
      expect(answer).toMatchObject({ status, type: expect.stringContaining('application/problem+json') })
      expect(answer.body.title).toEqual(expect.any(String))
    },
  )

  const examples = (Object.keys(PUSHED) as PushedTopic[]).flatMap((topic) =>
    readdirSync(join(EXAMPLES, topic)).map((file) => ({ topic, file, kept: file.startsWith('keep.') })),
  )
  test.each(examples)(
    'the example $topic/$file gets the answer its name says',
    async ({ topic, file, kept }) => {
      const text = readFileSync(join(EXAMPLES, topic, file), 'utf8')
      const { status, body } = await push(running.river(), topic, text, {
        headers: { 'content-type': SINGLE },
      })
      expect({ status, accepted: body.accepted, rejected: body.rejected?.length }).toEqual({
        status: 200,
        accepted: kept ? 1 : 0,
        rejected: kept ? 0 : 1,
      })
      const { id } = JSON.parse(text) as { id: string }
      const verdict = kept ? 'keep' : 'reject'
      await until(
        'the ledger says the same',
        async () => (await ledgerOf(id)).some((row) => row.verdict === verdict),
        FOLDED_MS_MAX,
      )
    },
  )
}
