import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How the other side behaves: as it should, or in one of the ways other sides do not. */
export type Habit =
  | 'good'
  | 'busy'
  | 'html'
  | 'half'
  | 'endless'
  | 'silent'
  | 'same-page'
  | 'error-code'
  | 'moved'
  | 'an-hour-ahead'

export type OtherSide = {
  url: string
  records: Record<string, unknown>[]
  habit: Habit
  /** Paths and queries asked, in order. */
  asked: string[]
  /** Bearer token that is taken; tokens are given out one after another. */
  token: string | null
  tokens: number
  close(): Promise<void>
}

const CLIENT = `Basic ${Buffer.from('ioc:s3cret').toString('base64')}`

/** A one-stop system of another vendor: pages of 5 dossiers, ETag, client credentials; and every bad habit at will. */
export const openOtherSide = async (): Promise<OtherSide> => {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', side.url)
    if (url.pathname === '/token') giveToken(request, response)
    else answer(url, request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const side: OtherSide = {
    url: `http://127.0.0.1:${port}`,
    ...{ records: [], habit: 'good', asked: [], token: null, tokens: 0 },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }

  const giveToken = (request: IncomingMessage, response: ServerResponse) => {
    if (request.headers.authorization !== CLIENT) return void response.writeHead(401).end('{}')
    side.tokens++
    side.token = `token-${side.tokens}`
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ access_token: side.token, token_type: 'Bearer', expires_in: 3600 }))
  }

  const answer = (url: URL, request: IncomingMessage, response: ServerResponse) => {
    side.asked.push(`${url.pathname}${url.search}`)
    if (side.token !== null && request.headers.authorization !== `Bearer ${side.token}`)
      return void response.writeHead(401).end('{}')
    const page = Number(url.searchParams.get('trang') ?? 1)
    const size = Number(url.searchParams.get('soLuong') ?? 5)
    const since = url.searchParams.get('tuNgay') ?? ''
    const until = url.searchParams.get('denNgay') ?? '9'
    const mine = side.records.filter((record) => {
      const changed = String(record.NgayCapNhat)
      return changed >= since && changed <= until
    })
    const data = mine.slice((page - 1) * size, page * size)
    response.setHeader('content-type', 'application/json')
    switch (side.habit) {
      case 'busy':
        return void response.writeHead(503, { 'retry-after': '1' }).end('{}')
      case 'html':
        response.setHeader('content-type', 'text/html')
        return void response.end('<html><body>Hệ thống đang bảo trì</body></html>')
      case 'half':
        response.setHeader('content-length', '100000')
        response.write('{"error_code":0,"data":[')
        return void setImmediate(() => response.destroy())
      case 'endless': {
        const filler = Buffer.alloc(1024 * 1024, 0x20)
        const pour = () => {
          while (response.writable && response.write(filler));
          if (response.writable) response.once('drain', pour)
        }
        return pour()
      }
      case 'silent':
        return
      case 'same-page':
        return void response.end(
          JSON.stringify({ error_code: 0, message: 'thành công', data: mine.slice(0, size) }),
        )
      case 'error-code':
        return void response.end(JSON.stringify({ error_code: 106, message: 'sai mã đơn vị' }))
      case 'moved':
        return void response.writeHead(302, { location: 'https://example.invalid/' }).end()
      case 'an-hour-ahead':
        response.setHeader('date', new Date(Date.now() + 3_600_000).toUTCString())
        break
      case 'good':
    }
    const etag = `"${mine.length}-${page}-${since}"`
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end()
    response.setHeader('etag', etag)
    response.end(JSON.stringify({ error_code: '0', message: 'thành công', data }))
  }
  return side
}
