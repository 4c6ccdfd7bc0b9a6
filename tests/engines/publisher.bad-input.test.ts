import { chmodSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { groups } from '@ioc/indicators'
import { createLog } from '@ioc/log'
import { KeyFault, openSigningKey, revokeSigningKey } from '@ioc/snapshot'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OWNER, openStage, type Stage, standingsOf } from './publisher.stage.ts'

/** Each test goes on where the one before it ended. */
let stage: Stage
let publisher: Awaited<ReturnType<Stage['publisher']>>
const lines: string[] = []
beforeAll(async () => {
  stage = await openStage()
  const log = createLog('publisher', 'silent')
  Object.assign(log, {
    error: (what: { err?: Error }, line: string) => lines.push(`${line}: ${what.err?.message ?? ''}`),
  })
  publisher = await stage.publisher({ log })
}, 300_000)
afterAll(() => stage?.close(), 60_000)

const said = () => lines.splice(0)
const keyFile = () => join(stage.river.dataDir, 'secrets', `${OWNER}-signing.jwk`)

test('a snapshot that waited while its key was revoked is parked with what to do; doing that brings the date to the receiver', async () => {
  // The receiver does not know our keys yet: what is cut waits, signed by the first one.
  await publisher.catchUp()
  expect(standingsOf(publisher)).toEqual(['feedback 2024-06-30 r1 waiting'])
  const { dataDir } = stage.river
  const { kid } = openSigningKey(dataDir, OWNER)
  revokeSigningKey({ dataDir, owner: OWNER, nowMs: Date.now() }, kid, 'laptop stolen')
  stage.showKeys()

  await publisher.resend('feedback/2024-06-30/1', { name: 'Lan', reason: 'the keys are there' })
  expect(standingsOf(publisher)).toEqual(['feedback 2024-06-30 r1 refused'])
  expect(
    await stage.river.clickhouse.query(
      "SELECT code, detail FROM delivery FINAL WHERE outcome = 'refused' ORDER BY attempted_at DESC LIMIT 1",
    ),
  ).toEqual([
    {
      code: 'revoked-key',
      detail:
        'revoked-key: the key that signed it has been revoked, and its bytes are never signed anew. Publish the next revision, which goes past it: npm run snapshots -- publish 2024-06-30 --group feedback --reason "…"',
    },
  ])

  // No value is another one, and still there is something new to say: a signature that is believed.
  const byHand = { group: 'feedback', reason: 'the key of revision 1 was stolen' }
  expect(await publisher.close('2024-06-30', byHand)).toMatchObject([{ revision: 2, receipt: 'accepted' }])
  expect(standingsOf(publisher)).toEqual([
    'feedback 2024-06-30 r1 refused',
    'feedback 2024-06-30 r2 accepted',
  ])
  await expect(publisher.close('2024-06-30', byHand)).rejects.toThrow('no value of')
}, 300_000)

test.each([
  {
    what: 'missing',
    date: '2024-07-01',
    take: () => renameSync(keyFile(), `${keyFile()}.away`),
    giveBack: () => renameSync(`${keyFile()}.away`, keyFile()),
    says: /a snapshot that is due could not be made; later dates of its group wait.*: the signing key .* is missing: bring .* back/,
  },
  {
    what: 'readable by others',
    date: '2024-07-02',
    take: () => chmodSync(keyFile(), 0o644),
    giveBack: () => chmodSync(keyFile(), 0o600),
    says: /a snapshot that is due could not be made; later dates of its group wait.*: signing key .* can be read by others: chmod 600/,
  },
])(
  'a key file that is $what: one line, nothing is signed, and the day is made when it is right again',
  async ({ date, take, giveBack, says }) => {
    const before = standingsOf(publisher)
    said()
    take()
    await stage.days.passTo(`${nextDay(date)}T00:06:00+07:00`)
    await publisher.catchUp()
    expect(said()).toEqual([expect.stringMatching(says)])
    expect(standingsOf(publisher)).toEqual(before)
    await expect(publisher.close(date)).rejects.toThrow(KeyFault)
    giveBack()
    await publisher.catchUp()
    expect(said()).toEqual([])
    expect(standingsOf(publisher)).toEqual([...before, `feedback ${date} r1 accepted`])
  },
  300_000,
)

test('a cut of a group that is not configured any more: one line, and all others go on', async () => {
  // Another publisher, with one group more, dies between its cut and its snapshot.
  const two = groups.filter(({ id }) => id === 'feedback' || id === 'steering')
  const noKey = () => {
    throw new KeyFault('none')
  }
  await stage.days.passTo('2024-07-04T00:06:00+07:00')
  await (await stage.publisher({ groups: two, key: noKey })).catchUp()
  said()
  await publisher.catchUp()
  expect(said()).toContainEqual(
    'a cut could not be finished; the others go on: the cut steering/2024-06-30/1 is of a group that is not configured',
  )
  expect(standingsOf(publisher).at(-1)).toBe('feedback 2024-07-03 r1 accepted')
  // Nothing is lost: who has the group finishes its cut.
  const whole = await stage.publisher({ groups: two })
  await whole.catchUp()
  expect(standingsOf(whole)).toContain('steering 2024-06-30 r1 accepted')
}, 300_000)

const nextDay = (date: string) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
