import { type Paging, recordsAt, Unexpected } from '@ioc/connectors/poll/paging.ts'
import { vendorInstant } from '@ioc/connectors/texts/vendor-instant.ts'
import { readInstant, toIso } from '@ioc/schemas/events/instant.ts'
import { named } from './names.ts'

const DAY_MS = 86_400_000

/** `yyyyMMddHHmmss` in the province’s time. */
const vendorText = (ms: number) => toIso(ms).slice(0, 19).replace(/[-:T]/g, '')

/** Codes of the province’s service bus (domain.md §9.2). */
const MEANINGS: Readonly<Record<string, string>> = {
  100: 'sai tên, khóa hoặc phiên / wrong name, key or session',
  101: 'địa chỉ IP bị từ chối / our address is refused',
  106: 'sai mã đơn vị / wrong unit code',
  500: 'sai dữ liệu / wrong data',
}

/** What is said of an answer that is none. Its `message` is free text and may name a person: that stays where it was written (design §3.6). */
const refusalOf = (code: unknown): string => {
  // Longer ones may be a telephone or a citizen’s number, and letters a name.
  const shown = /^\d{1,4}$/.test(String(code)) ? String(code) : 'that is no code'
  const meaning = MEANINGS[shown]
  return `the one-stop system answers error_code ${shown}${meaning ? `: ${meaning}` : ''} (its message is not kept, it may name a person)`
}

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
    if (code !== undefined && String(code) !== '0') throw new Unexpected(refusalOf(code))
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
