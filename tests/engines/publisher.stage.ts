import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { always, openCatalogues } from '@ioc/catalogues'
import { groups, openRules } from '@ioc/indicators'
import { createLog } from '@ioc/log'
import { eventContracts } from '@ioc/schemas'
import { openSigningKey, publicJwks } from '@ioc/snapshot'
import { openReceiver as openNationalIoc } from '../../services/national-ioc/receiver.ts'
import { openPublisher } from '../../services/snapshot-publisher/publisher.ts'
import { openReceiver } from '../../services/snapshot-publisher/receivers/index.ts'
import { startRiver } from './audit.river.ts'
import { progressOf } from './indicators-api.centre.ts'
import { openDays } from './publisher.days.ts'

export const OWNER = 'snapshot-publisher'

type Over = Partial<Parameters<typeof openPublisher>[0]>

/** Publishers of one group over real engines, delivering to the reference receiver over HTTP; days pass when the test says so. */
export const openStage = async (options?: Parameters<typeof startRiver>[0]) => {
  const river = await startRiver(options)
  const days = openDays('2024-07-01T00:00:00+07:00')
  const log = createLog('publisher-stage', 'silent')
  for (const { id } of eventContracts) {
    const { topic, data } = progressOf(id, '2026-01-01T00:00:00+07:00')
    const headers = {
      ...{ ce_specversion: '1.0', ce_id: id, ce_source: 'test', ce_type: `vn.lamdong.ioc.${topic}` },
      'content-type': 'application/json',
    }
    await river.kafka.publish(topic, [{ key: id, value: JSON.stringify(data), headers }])
  }
  await river.foldAll()
  await days.passTo('2024-07-01T00:06:00+07:00') // 2024-06-30 is due
  const jwks = join(river.dataDir, 'jwks.json')
  const dataDir = join(river.dataDir, 'national')
  mkdirSync(dataDir)
  const national = await openNationalIoc({
    ...{ dataDir, host: '127.0.0.1', port: 0, trustedJwks: jwks, systemNow: Date.now, log },
    clock: days.clock,
  })
  for (const part of national.parts) await part.start?.()
  const stop = new AbortController()
  const publisher = async (over: Over = {}) => {
    const opened = openPublisher({
      ...{ kafka: river.kafka, clickhouse: river.clickhouse, clock: days.clock, scheduleBeganAt: 0 },
      rules: openRules(always(openCatalogues())),
      knowUpTo: async () => {},
      groups: groups.filter(({ id }) => id === 'feedback'),
      key: () => openSigningKey(river.dataDir, OWNER),
      isRevoked: (kid) =>
        publicJwks(river.dataDir, OWNER).keys.some((key) => key.kid === kid && key.revoked === true),
      receiver: openReceiver(
        {
          ...{ url: `http://127.0.0.1:${national.port()}`, adapter: 'reference', agency: 'x', tls: {} },
          ...{ tokenFile: undefined, jwks: undefined },
        },
        Date.now,
      ),
      ...{ cron: '0 5 0 * * *', withheldUpTo: 0, lateLookMs: Number.POSITIVE_INFINITY },
      examined: { of: () => null, set: () => {} },
      ...{ log, signal: stop.signal },
      ...over,
    })
    await opened.load()
    return opened
  }
  return {
    river,
    days,
    publisher,
    /** The receiver knows our public keys as they are now. */
    showKeys: () => writeFileSync(jwks, JSON.stringify(publicJwks(river.dataDir, OWNER))),
    close: async () => {
      stop.abort()
      for (const part of national.parts.toReversed()) await part.stop()
      await river.close()
    },
  }
}

export type Stage = Awaited<ReturnType<typeof openStage>>
export const standingsOf = (publisher: Awaited<ReturnType<Stage['publisher']>>): string[] =>
  publisher
    .list()
    .map(({ group, date, revision, receipt }) => `${group} ${date} r${revision} ${receipt}`)
    .toSorted()
