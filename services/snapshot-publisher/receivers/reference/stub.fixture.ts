import type { Artefact } from '@ioc/schemas/snapshot/index.ts'
import { signReceipt } from '@ioc/snapshot'
import { exampleKey } from '@ioc/snapshot/example.ts'
import { type Answers, json, type Stub, serve } from '../stub.fixture.ts'

export const receiptFor = (
  { body, digest }: Pick<Artefact, 'body' | 'digest'>,
  status: 'accepted' | 'refused',
  code = 'control-totals',
) => {
  const received = body.values.length
  const { group, date, revision } = body
  const taken = status === 'accepted'
  return signReceipt(
    {
      ...{ status, group, date, revision, digest, receivedAt: '2024-07-01T00:05:00.000+07:00' },
      counts: { received, accepted: taken ? received : 0, refused: taken ? 0 : received },
      refused: taken ? [] : [{ index: null, code, reason: 'as the test wants it' }],
    },
    exampleKey,
  )
}

/** How the reference receiver answers, in small: what it takes, it takes once. */
export const referenceAnswers =
  (stub: Pick<Stub, 'mood' | 'taken' | 'requests'>): Answers =>
  async ({ method, path, headers, body }, response) => {
    if (path === '/.well-known/jwks.json') return json(response, 200, { keys: [exampleKey.publicJwk] })
    stub.requests.push({ method, headers, body })
    if (headers['idempotency-key'] !== path.replace('/v1/snapshots/', '')) return json(response, 400, {})
    if (stub.mood === 'failing') return json(response, 500, {})
    if (stub.mood === 'busy') return json(response, 503, {}, { 'retry-after': '7' })
    if (stub.mood === 'not-knowing-us') return json(response, 401, {})
    const artefact = JSON.parse(body.toString('utf8')) as Artefact
    if (stub.mood === 'refusing') return json(response, 422, await receiptFor(artefact, 'refused'))
    const key = headers['idempotency-key'] as string
    const status = stub.taken.has(key) ? 200 : 201
    stub.taken.set(key, body)
    return json(response, status, await receiptFor(artefact, 'accepted'))
  }

export const openStub = async (): Promise<Stub> => {
  const stub: Stub = { url: '', mood: 'taking', taken: new Map(), requests: [], close: async () => {} }
  return Object.assign(stub, await serve(referenceAnswers(stub)))
}
