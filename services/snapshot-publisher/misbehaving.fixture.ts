import { createLog } from '@ioc/log'
import type { Artefact } from '@ioc/schemas/snapshot/index.ts'
import { expect } from 'vitest'
import { memoryAttempts } from './attempts.fixture.ts'
import { deliverWith } from './deliver.ts'
import { type Bounds, openDoor, type Tls } from './receivers/door.ts'
import { openReference } from './receivers/reference/index.ts'
import { referenceAnswers } from './receivers/reference/stub.fixture.ts'
import { type Answers, parcelOf, type Stub, serve } from './receivers/stub.fixture.ts'

export const first = await parcelOf()
export const nextDay = await parcelOf({ date: '2024-07-01' })
/** The first as its receiver reads it. */
export const sent = JSON.parse(first.bytes.toString('utf8')) as Artefact

/** What a test opened, to be closed after it. */
export const ends: (() => unknown)[] = []
export const endAll = async () => {
  for (const end of ends.splice(0)) await end()
}

/** Delivery of two days over real connections to a receiver that misbehaves until `heal` is called. */
export const open = async (
  misbehave: Answers,
  tls: { server?: object; client?: Tls | (() => Tls) } = {},
  bounds: Partial<Bounds> = {},
) => {
  const stub: Pick<Stub, 'mood' | 'taken' | 'requests'> = { mood: 'taking', taken: new Map(), requests: [] }
  const rightly = referenceAnswers(stub)
  let isWell = false
  const server = await serve((request, response) => {
    const wrongly = !isWell && request.path !== '/.well-known/jwks.json'
    return (wrongly ? misbehave : rightly)(request, response)
  }, tls.server)
  const { client = {} } = tls
  const door = openDoor({
    url: server.url,
    tls: typeof client === 'function' ? client : () => client,
    bounds,
  })
  const state = { nowMs: Date.parse('2026-06-30T17:05:00Z') }
  const now = () => state.nowMs
  const parcels = [first, nextDay]
  const stopping = new AbortController()
  const delivery = deliverWith({
    attempts: memoryAttempts(),
    outbox: {
      all: () => parcels.map((p) => p.parcel),
      bytesOf: async (key) => parcels.find((p) => p.parcel.key === key)!.bytes,
    },
    receiver: openReference(door, { jwks: undefined, now }),
    log: createLog('test', 'silent'),
    signal: stopping.signal,
    now,
    random: () => 0.5,
  })
  ends.push(
    () => stopping.abort(),
    () => delivery.close(),
    () => server.close(),
  )
  return { delivery, stub, state, url: server.url, heal: () => (isWell = true) }
}
type Opened = Awaited<ReturnType<typeof open>>

/** After it has healed, each day arrives once and is accepted. */
export const deliversOnceHealed = async ({ delivery, stub, state, heal }: Opened) => {
  heal()
  state.nowMs += 86_400_000
  if (delivery.stateOf(first.parcel.key).state === 'refused')
    for (const { parcel } of [first, nextDay])
      await delivery.resend(parcel.key, { name: 'Lan', reason: 'healed' })
  await delivery.catchUp()
  await delivery.catchUp()
  expect([...stub.taken.keys()]).toEqual([first.parcel.key, nextDay.parcel.key])
  expect(stub.taken.get(first.parcel.key)).toEqual(first.bytes)
  expect(stub.requests.filter(({ method }) => method === 'PUT')).toHaveLength(2)
  for (const { parcel } of [first, nextDay]) expect(delivery.stateOf(parcel.key).state).toBe('accepted')
}
