import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openClock, standClock } from '@ioc/clock'
import { createLog } from '@ioc/log'
import type { SnapshotBody } from '@ioc/schemas/snapshot/index.ts'
import { exampleKey } from '@ioc/snapshot/example.ts'
import { openReceiver } from '../../services/national-ioc/receiver.ts'

/** The reference receiver in a folder of its own; it trusts the key of the examples. */
export const startReceiver = async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ioc-national-'))
  const trustedJwks = join(dataDir, 'trusted.jwks.json')
  writeFileSync(trustedJwks, JSON.stringify({ keys: [exampleKey.publicJwk] }))
  standClock(dataDir, '2024-07-01T00:00:00+07:00')
  const { parts, port } = await openReceiver({
    dataDir,
    host: '127.0.0.1',
    port: 0,
    trustedJwks,
    clock: openClock(dataDir, undefined, Date.now),
    systemNow: Date.now,
    log: createLog('national-ioc', 'silent'),
  })
  for (const part of parts) await part.start?.()
  const url = `http://127.0.0.1:${port()}`
  return {
    url,
    /** Sends a snapshot as the publisher does; gives the status of the answer. */
    send: async (text: string, { group, date, revision }: SnapshotBody): Promise<number> => {
      const name = `${group}/${date}/${revision}`
      const headers = { 'content-type': 'application/json', 'idempotency-key': name }
      return (await fetch(`${url}/v1/snapshots/${name}`, { method: 'PUT', headers, body: text })).status
    },
    close: async () => {
      for (const part of parts.toReversed()) await part.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
