import { type Answers, json, type Stub, serve } from '../stub.fixture.ts'

export const AGENCY = '000.00.00.H36'

/** How a system behind LGSP answers, in small: codes for everything, a repeated record refused as a duplicate. */
const lgspAnswers =
  (stub: Stub): Answers =>
  ({ method, path, headers, body }, response) => {
    stub.requests.push({ method, headers, body })
    if (path !== '/snapshots') return json(response, 404, {})
    if (stub.mood === 'failing') return json(response, 502, {})
    if (stub.mood === 'busy') return json(response, 429, {}, { 'retry-after': '7' })
    const { agencyId, messageId, data } = JSON.parse(body.toString('utf8'))
    if (stub.mood === 'not-knowing-us') return json(response, 200, { code: 100, message: 'Sai xác thực' })
    if (agencyId !== AGENCY) return json(response, 200, { code: 106, message: 'Sai mã cơ quan' })
    if (stub.mood === 'refusing') return json(response, 200, { code: 500, message: 'Sai dữ liệu' })
    if (stub.taken.has(messageId))
      return json(response, 200, { code: 500, message: 'Trùng', count: 0, duplicates: [messageId] })
    stub.taken.set(messageId, Buffer.from(JSON.stringify(data[0])))
    return json(response, 200, { code: 0, message: 'Thành công', count: 1 })
  }

export const openStub = async (): Promise<Stub> => {
  const stub: Stub = { url: '', mood: 'taking', taken: new Map(), requests: [], close: async () => {} }
  return Object.assign(stub, await serve(lgspAnswers(stub)))
}
