import type { Mending } from '@ioc/dead-letters'
import type { OutgoingRecord } from '@ioc/kafka'
import { dossier, event } from '../browser/events.ts'

const TOPIC = 'dossier.v1'
const SOURCE = 'poisoned'

/** One bad record: what it is, the code it must be told by, and the changes that make it good . */
export type Poison = {
  what: string
  code: string
  record: OutgoingRecord
  mend: Mending
  /** What the mended subject must count as. */
  serial: number
}

const good = (serial: number, change: object = {}) =>
  event(TOPIC, SOURCE, `poison-${serial}`, dossier(serial, change))
const bytes = (serial: number, value: Buffer | string | null): OutgoingRecord => ({ ...good(serial), value })
const set = (path: string, value: unknown) => ({ path, value })
const remove = (path: string) => ({ path, remove: true as const })
/** The whole data anew: what was there cannot be read. */
const anew = (serial: number) => ({ changes: [set('data', dossier(serial))] })

const without = (serial: number, name: string): OutgoingRecord => {
  const record = good(serial)
  const { [name]: _, ...headers } = record.headers
  return { ...record, headers }
}
const nested = (depth: number) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`)

/** Poison of every kind that may lie on a topic anyone inside may write to. */
export const POISON: readonly Poison[] = [
  { what: 'no value', code: 'no-value', serial: 1001, record: bytes(1001, null), mend: anew(1001) },
  { what: 'an empty value', code: 'no-value', serial: 1002, record: bytes(1002, ''), mend: anew(1002) },
  {
    what: 'bytes that are not UTF-8',
    code: 'not-utf8',
    serial: 1003,
    record: bytes(1003, Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0xff, 0x22, 0x7d])),
    mend: anew(1003),
  },
  {
    what: 'text that is not JSON',
    code: 'not-json',
    serial: 1004,
    record: bytes(1004, 'Nguyễn Văn Mô Phỏng; 0912 345 678'),
    mend: anew(1004),
  },
  {
    what: 'a value of 5 MB',
    code: 'personal-data',
    serial: 1005,
    record: good(1005, { ChuHoSo: 'x'.repeat(5_000_000) }),
    mend: { changes: [remove('data.ChuHoSo')] },
  },
  {
    what: '5 MB that are no JSON',
    code: 'not-json',
    serial: 1006,
    record: bytes(1006, Buffer.alloc(5_000_000, 0x61)),
    mend: anew(1006),
  },
  {
    what: 'brackets without end',
    code: 'too-deep',
    serial: 1007,
    record: bytes(1007, `{"extra":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
    mend: anew(1007),
  },
  {
    what: 'a value nested 40 deep',
    code: 'too-deep',
    serial: 1008,
    record: good(1008, { extra: nested(40) }),
    mend: { changes: [remove('data.extra')] },
  },
  {
    what: 'no headers at all',
    code: 'missing-header',
    serial: 1009,
    record: { ...good(1009), headers: {} },
    mend: {
      changes: [
        set('specversion', '1.0'),
        set('id', 'poison-1009'),
        set('source', SOURCE),
        set('type', `vn.lamdong.ioc.${TOPIC}`),
      ],
    },
  },
  {
    what: 'no id',
    code: 'missing-header',
    serial: 1010,
    record: without(1010, 'ce_id'),
    mend: { changes: [set('id', 'poison-1010')] },
  },
  {
    what: 'an unknown type',
    code: 'unknown-type',
    serial: 1011,
    record: { ...good(1011), headers: { ...good(1011).headers, ce_type: 'vn.lamdong.ioc.weather.v1' } },
    mend: { changes: [set('type', `vn.lamdong.ioc.${TOPIC}`)] },
  },
  {
    what: 'an unknown version',
    code: 'unknown-type',
    serial: 1012,
    record: { ...good(1012), headers: { ...good(1012).headers, ce_type: 'vn.lamdong.ioc.dossier.v9' } },
    mend: { changes: [set('type', `vn.lamdong.ioc.${TOPIC}`)] },
  },
  {
    what: 'a number beyond 2^53',
    code: 'out-of-range',
    serial: 1013,
    record: bytes(1013, JSON.stringify(dossier(1013)).replace('"sequence":0', '"sequence":9007199254740993')),
    mend: { changes: [set('data.sequence', 1)] },
  },
  {
    what: 'a date in year 0',
    code: 'before-1970',
    serial: 1014,
    record: good(1014, { dueAt: '0000-01-01' }),
    mend: { changes: [set('data.dueAt', null)] },
  },
  {
    what: 'a date in year 9999',
    code: 'beyond-2100',
    serial: 1015,
    record: good(1015, { dueAt: '9999-12-31T23:59:59Z' }),
    mend: { changes: [set('data.dueAt', null)] },
  },
  {
    what: 'a huge header',
    code: 'header-too-long',
    serial: 1016,
    record: { ...good(1016), headers: { ...good(1016).headers, ce_source: 'x'.repeat(100_000) } },
    mend: { changes: [set('source', SOURCE)] },
  },
  {
    what: 'a field named twice',
    code: 'duplicate-key',
    serial: 1017,
    record: bytes(1017, JSON.stringify(dossier(1017)).replace('{', '{"unitCode":"Nguyễn Văn Mô Phỏng",')),
    mend: { changes: [set('data.unitCode', '24769')] },
  },
  {
    what: 'a field called __proto__',
    code: 'unknown-field',
    serial: 1018,
    record: bytes(
      1018,
      JSON.stringify(dossier(1018)).replace('{', '{"__proto__":{"HoTen":"Nguyễn Văn Mô Phỏng"},'),
    ),
    mend: { changes: [remove('data.__proto__')] },
  },
  {
    what: 'a field whose name is a person',
    code: 'unknown-unit',
    serial: 1019,
    record: good(1019, { 'Nguyễn Văn Mô Phỏng': 1, unitCode: '99999' }),
    mend: { changes: [remove('data.?1'), set('data.unitCode', '24769')] },
  },
  {
    what: 'a header that says it is sealed',
    code: 'not-sealed',
    serial: 1020,
    record: { ...good(1020), headers: { ...good(1020).headers, ioc_sealed: 'deadbeef' } },
    mend: { changes: [set('data.sequence', 1)] },
  },
  {
    what: 'JSON that is no object',
    code: 'not-an-object',
    serial: 1021,
    record: bytes(1021, '["Nguyễn Văn Mô Phỏng"]'),
    mend: anew(1021),
  },
  {
    what: 'a hundred and fifty thousand fields of persons',
    code: 'personal-data',
    serial: 1022,
    record: good(1022, { relayed: Array.from({ length: 150_000 }, () => ({ SoDienThoai: '0' })) }),
    mend: { changes: [remove('data.relayed')] },
  },
]

export const goodAfter = (at: number) => event(TOPIC, SOURCE, `good-${at}`, dossier(2_001 + at))
