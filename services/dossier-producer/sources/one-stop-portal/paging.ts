import { type Paging, recordsAt, Unexpected } from '@ioc/connectors/poll/paging.ts'
import { vendorInstant } from '@ioc/connectors/texts/vendor-instant.ts'
import { readInstant, toIso } from '@ioc/schemas/events/instant.ts'
import { named } from './names.ts'

const DAY_MS = 86_400_000

/** `yyyyMMddHHmmss` in the province’s time. */
const vendorText = (ms: number) => toIso(ms).slice(0, 19).replace(/[-:T]/g, '')

/** What its codes mean, as a partner meets them at the province’s service bus (domain.md §9.2). */
const CODES: Readonly<Record<string, string>> = {
  100: 'the session or the service is unknown there',
  106: 'the unit code is not taken there',
  500: 'a fault of its own',
}

/** Its message may quote the record it is about, and so a person: it is not repeated, and of the code only a plain one is. */
const saidOf = (code: string): string =>
  /^\d{1,4}$/.test(code)
    ? `the one-stop system answers error_code ${code}${CODES[code] ? `: ${CODES[code]}` : ''}; its own message is not shown, since it may name a person`
    : 'the one-stop system answers an error_code that is no number'

/** Times a record says of itself; the newest of them is when it changed last, as far as anyone can tell. */
const TIMES = [
  'NgayCapNhat',
  'NgayNopHoSo',
  'NgayTiepNhan',
  'NgayKetThucXuLy',
  'NgayTra',
  'NgayTuChoi',
] as const

/**
 * The question TraCuuHoSo by REST: `GET /ho-so?tuNgay=&denNgay=&trang=&soLuong=`, answered with `{error_code, message, data}`. The call and
 * its answer’s envelope are read from vendors’ public code; its parameters are an assumption (domain.md §11, 13), kept in this one file.
 */
export const paging: Paging = {
  ask: ({ pageSize, position, days }) => {
    const { watermarkMs } = position
    const from = days ? Date.parse(`${days.from}T00:00:00+07:00`) : watermarkMs
    const to = days ? Date.parse(`${days.to}T00:00:00+07:00`) + DAY_MS - 1000 : null
    return {
      path: '/ho-so',
      query: {
        ...(from === null ? {} : { tuNgay: vendorText(from) }),
        ...(to === null ? {} : { denNgay: vendorText(to) }),
        trang: String(position.pages + 1),
        soLuong: String(pageSize),
      },
    }
  },
  read: (json, { pageSize, position }) => {
    const { error_code: code } = (json ?? {}) as { error_code?: unknown }
    if (code !== undefined && String(code) !== '0') throw new Unexpected(saidOf(String(code)))
    const records = recordsAt(json, 'data')
    return { records, next: records.length < pageSize ? null : String(position.pages + 2) }
  },
  changedAtMs: (record) => {
    const told = named(record)
    const known = TIMES.map((name) => vendorInstant(told[name]))
      .map((told) => (typeof told === 'string' ? readInstant(told) : null))
      .filter((ms) => typeof ms === 'number')
    return known.length === 0 ? null : Math.max(...known)
  },
  overlapMs: DAY_MS,
}
