import { createLog } from '@ioc/log'
import { CUT_TOPIC } from '@ioc/schemas'
import type { CutRecord } from '@ioc/schemas/snapshot/cut-record.ts'
import { signToBytes } from '@ioc/snapshot'
import { exampleBody, exampleKey } from '@ioc/snapshot/example.ts'
import { expect, test } from 'vitest'
import { emptyTables, memoryKafka } from './log.fixture.ts'
import { openOutbox } from './outbox.ts'
import { openPublisher } from './publisher.ts'
import type { Answer } from './receivers/index.ts'

const { group, date, revision } = exampleBody
const KEY = `${group}/${date}/${revision}`
const ACCEPTED: Answer = {
  ...{ outcome: 'accepted', code: 'accepted', detail: '', httpStatus: 201, receipt: '{}', text: '' },
  ...{ retryAfterMs: null, bytesSent: 0 },
}

/** A publisher without groups over logs in memory, and a receiver that answers when it is told to. */
const open = () => {
  const { kafka } = memoryKafka()
  const answer = Promise.withResolvers<Answer>()
  const asked = Promise.withResolvers<void>()
  const errors: object[] = []
  const log = createLog('publisher-tests', 'silent')
  Object.assign(log, { error: (what: object) => errors.push(what) })
  const opened = () =>
    openPublisher({
      ...{ kafka, clickhouse: emptyTables, groups: [], log, key: () => exampleKey },
      rules: {} as never,
      knowUpTo: async () => {},
      clock: { running: false, now: () => Date.parse('2024-07-02T00:00:00Z') } as never,
      scheduleBeganAt: 0,
      receiver: {
        name: 'told',
        send: () => {
          asked.resolve()
          return answer.promise
        },
        close: () => {},
      },
      ...{ cron: '0 5 0 * * *', withheldUpTo: 0, lateLookMs: 0 },
      examined: { of: () => null, set: () => {} },
      signal: new AbortController().signal,
    })
  return { kafka, opened, answer, asked, errors }
}

test('while a snapshot that is sent again waits for its answer, the publisher does other things', async () => {
  const { kafka, opened, answer, asked } = open()
  await openOutbox(kafka, emptyTables).post(await signToBytes(exampleBody, exampleKey))
  const publisher = opened()
  await publisher.load()
  let isAnswered = false
  const resent = publisher.resend(KEY, { name: 'Lan', reason: 'lost there' }).finally(() => {
    isAnswered = true
  })
  await asked.promise
  await publisher.preview(date)
  expect(isAnswered).toBe(false)
  answer.resolve(ACCEPTED)
  expect(await resent).toMatchObject({ group, date, revision, receipt: 'accepted' })
  expect(await publisher.resend('none/2024-07-01/1', { name: 'Lan', reason: 'none' })).toBeNull()
})

test('a cut of a group that is not configured any more is told once per start', async () => {
  const { kafka, opened, errors } = open()
  const cut: CutRecord = {
    ...{ group: 'gone', date, revision: 1, supersedes: null, reason: { code: 'scheduled', text: null } },
    cut: exampleBody.cut,
  }
  await kafka.publish(CUT_TOPIC, [{ key: `gone/${date}/1`, value: JSON.stringify(cut), headers: {} }])
  for (let start = 1; start <= 2; start += 1) {
    const publisher = opened()
    await publisher.load()
    for (let wakeUp = 0; wakeUp < 3; wakeUp += 1) await publisher.catchUp()
    expect(errors).toHaveLength(start)
  }
  expect(errors[0]).toMatchObject({ cut: `gone/${date}/1` })
})
