import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

const SAMPLE = join(
  import.meta.dirname,
  '../../services/dossier-producer/sources/one-stop-portal/sample.ndjson',
)

/** A one-stop system whose May never ends: every page is full of dossiers nobody has seen. */
export const openPast = async () => {
  const good = JSON.parse(readFileSync(SAMPLE, 'utf8').split('\n')[0]!) as Record<string, unknown>
  let made = 0
  const record = () => ({
    ...good,
    MaHoSo: `000.00.00.H36-240520-${String(1_000_000 + made++)}`,
    ...{ NgayNopHoSo: '20240520080000', NgayTiepNhan: '20240520083000', NgayHenTra: '20240527170000' },
    NgayCapNhat: `202405201${String(made % 10)}0000`,
  })
  const server = createServer((request, response) => {
    const size = Number(new URL(request.url ?? '/', 'http://x').searchParams.get('soLuong'))
    response.setHeader('content-type', 'application/json')
    response.end(
      JSON.stringify({ error_code: 0, message: 'thành công', data: Array.from({ length: size }, record) }),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Records it was asked for so far. */
    asked: () => made,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
