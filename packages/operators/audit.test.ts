import { ClickHouseError } from '@ioc/clickhouse'
import { createLog } from '@ioc/log'
import { expect, test } from 'vitest'
import { AUDIT_COLUMNS, openAudit } from './audit.ts'
import { readAuditCursor, writeAuditCursor } from './audit-list.ts'
import { keptWords } from './words.ts'

class No extends Error {}

/** The table as a list of rows by their key, and a ClickHouse that says what the list of answers says. */
const stage = (answers: (ClickHouseError | null)[] = []) => {
  const rows = new Map<string, Record<string, unknown>>()
  const audit = openAudit({
    clickhouse: {
      insertRows: async (_table, columns, lines) => {
        expect(columns).toEqual(AUDIT_COLUMNS)
        const answer = answers.shift() ?? null
        // An answer that was lost does not say that the row was.
        if (answer === null || answer.kind === 'unknown') {
          const row = JSON.parse(String(lines)) as unknown[]
          const named = Object.fromEntries(AUDIT_COLUMNS.map((name, i) => [name, row[i]]))
          rows.set(`${named.asked_at} ${named.audit_id} ${named.step}`, named)
        }
        if (answer) throw answer
      },
    },
    service: 'operations-centre',
    now: () => Date.parse('2024-07-01T09:00:00+07:00'),
    newId: () => 'an-id',
    log: createLog('test', 'silent'),
    refusalOf: (error) => (error instanceof No ? error.message : null),
  })
  return { audit, steps: () => [...rows.values()].map(({ step, code }) => [step, code]), rows }
}

const act = { operator: 'lan', action: 'sources.hold', subject: 'dossier-push', why: 'x', content: {} }
const away = (kind: 'unreachable' | 'unknown') => new ClickHouseError(kind, null, 'away')

test('asked stands before the work begins, and what came of it after', async () => {
  const { audit, steps, rows } = stage()
  const before = await audit.around(act, async () => steps())
  expect(before).toEqual([['asked', '']])
  expect(steps()).toEqual([
    ['asked', ''],
    ['done', ''],
  ])
  expect([...rows.values()][0]).toEqual({
    asked_at: '2024-07-01 09:00:00.000',
    audit_id: 'an-id',
    step: 'asked',
    at: '2024-07-01 09:00:00.000',
    service: 'operations-centre',
    operator: 'lan',
    said_name: '',
    action: 'sources.hold',
    subject: 'dossier-push',
    why: 'x',
    content: '{}',
    code: '',
  })
})

test.each([
  { thrown: new No('why-missing'), told: ['refused', 'why-missing'] },
  { thrown: new Error('a secret of ours'), told: ['failed', ''] },
])('what throws is $told, and goes on', async ({ thrown, told }) => {
  const { audit, steps } = stage()
  await expect(audit.around(act, () => Promise.reject(thrown))).rejects.toBe(thrown)
  expect(steps()).toEqual([['asked', ''], told])
})

test('nothing is done whose asking cannot be written', async () => {
  for (const answers of [[away('unreachable')], [away('unknown'), away('unknown'), away('unknown')]]) {
    const { audit } = stage(answers)
    let done = false
    await expect(
      audit.around(act, async () => {
        done = true
      }),
    ).rejects.toBeInstanceOf(ClickHouseError)
    expect(done).toBe(false)
  }
})

test('an asking whose answer was lost is written again, and is one row', async () => {
  const { audit, steps } = stage([away('unknown')])
  await audit.around(act, async () => {})
  expect(steps()).toEqual([
    ['asked', ''],
    ['done', ''],
  ])
})

test('what was done is not denied because its end cannot be written', async () => {
  const { audit, steps } = stage([null, away('unreachable')])
  expect(await audit.around(act, async () => 'answer')).toBe('answer')
  expect(steps()).toEqual([['asked', '']])
})

test.each([
  ['the district asked on 30/06/2024', 'the district asked on 30/06/2024'],
  ['call 0912 345 678', 'call •••'],
  ['CCCD 068090001234 sai', 'CCCD ••• sai'],
  ['from 2024-06-30 08:00 to 2024-07-01 09:00', 'from 2024-06-30 08:00 to 2024-07-01 09:00'],
  ['0912345678.', '•••.'],
  ['write to a.b@example.vn now', 'write to ••• now'],
  ['hồ sơ 000.00.00.H36-240620-0001', 'hồ sơ 000.00.00.H36-240620-0001'],
])('of %j is kept %j', (text, kept) => expect(keptWords(text, 500)).toBe(kept))

test('a cursor comes back as it was, and nothing else is one', () => {
  expect(readAuditCursor(writeAuditCursor({ askedMs: 17, id: 'x' }))).toEqual([17, 'x'])
  for (const text of ['', 'x', 'WzFd', Buffer.from('["1","x"]').toString('base64url')])
    expect(readAuditCursor(text)).toBe(null)
})
