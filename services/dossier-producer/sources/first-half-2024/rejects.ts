import type { DossierInput } from '@ioc/schemas/events/dossier.ts'

type Data = DossierInput & Record<string, unknown>

/** A record that must be refused: what is wrong, where a reader finds it, and how a good record becomes it. */
export type RejectKind = {
  name: string
  /** First field a reader complains of, below `data`; empty where it is the record as a whole. */
  field: string
  count: number
  spoil(data: Data): Record<string, unknown> | Buffer
}

const withField =
  (field: string, value: unknown) =>
  (data: Data): Record<string, unknown> => ({ ...data, [field]: value })

const asBytes =
  (make: (text: string) => Buffer) =>
  (data: Data): Buffer =>
    make(JSON.stringify(data))

/** `yyyyMMddHHmmss`, as the sync to the national portal writes it. */
const compact = (instant: string) => instant.replaceAll(/[-T:]/g, '').slice(0, 14)

const compactly = (instant: string | null) => compact(instant ?? '')

/**
 * Bad records as they are met in the province's documents and vendors' code (domain.md §3.3, §6.2, §6.3, §6.5, §8.1).
 * Each is the only record of its dossier, so a reader that lets one through counts a dossier too many. Names are made up.
 */
export const REJECT_KINDS: readonly RejectKind[] = [
  {
    name: 'status as the number of the portal',
    field: 'status',
    count: 260,
    spoil: withField('status', '9'),
  },
  { name: 'status no version knows', field: 'status', count: 40, spoil: withField('status', 'archived') },
  {
    name: 'serial of three digits',
    field: 'dossierCode',
    count: 90,
    spoil: (data) => ({ ...data, dossierCode: data.dossierCode.slice(0, -3) }),
  },
  {
    name: 'finished before it was received',
    field: 'finishedAt',
    count: 120,
    spoil: withField('finishedAt', '2023-11-30T09:00:00+07:00'),
  },
  {
    name: 'returned before it was finished',
    field: 'returnedAt',
    count: 60,
    spoil: withField('returnedAt', '2023-11-30T09:00:00+07:00'),
  },
  {
    name: 'finished without an instant of finishing',
    field: 'finishedAt',
    count: 80,
    spoil: withField('finishedAt', null),
  },
  { name: 'done but never received', field: 'receivedAt', count: 50, spoil: withField('receivedAt', null) },
  {
    name: 'name of the applicant',
    field: 'ChuHoSo',
    count: 150,
    spoil: withField('ChuHoSo', 'Nguyễn Văn Mô Phỏng'),
  },
  {
    name: 'telephone of the applicant',
    field: 'SoDienThoai',
    count: 60,
    spoil: withField('SoDienThoai', '0000000000'),
  },
  {
    name: 'abstract in free text',
    field: 'TrichYeuHoSo',
    count: 40,
    spoil: withField('TrichYeuHoSo', 'Hồ sơ mô phỏng'),
  },
  {
    name: 'name of the handler inside a list',
    field: 'supplements',
    count: 30,
    spoil: (data) => ({
      ...data,
      supplements: [{ requestedAt: data.recordedAt, suppliedAt: null, NguoiXuLy: 'Trần Thị Mô Phỏng' }],
    }),
  },
  {
    name: 'field no version knows',
    field: 'procedureName',
    count: 70,
    spoil: withField('procedureName', 'Thủ tục mô phỏng'),
  },
  {
    name: 'placeholder date of year 1',
    field: 'dueAt',
    count: 140,
    spoil: withField('dueAt', '0001-01-01T00:00:00+07:00'),
  },
  {
    name: 'placeholder date of year 9999',
    field: 'dueAt',
    count: 110,
    spoil: withField('dueAt', '9999-12-31'),
  },
  {
    name: 'recorded before 1970',
    field: 'recordedAt',
    count: 20,
    spoil: withField('recordedAt', '1969-12-31T23:59:59+07:00'),
  },
  {
    // Far enough that no clock the product runs on makes it a record of the past.
    name: 'recorded in a year to come',
    field: 'recordedAt',
    count: 30,
    spoil: (data) => ({ ...data, recordedAt: data.recordedAt.replace('2024', '2098') }),
  },
  { name: 'fee in Vietnamese form', field: 'feeVnd', count: 160, spoil: withField('feeVnd', '1.234,5') },
  { name: 'fee with a fraction', field: 'feeVnd', count: 30, spoil: withField('feeVnd', 1234.5) },
  { name: 'fee below zero', field: 'feeVnd', count: 20, spoil: withField('feeVnd', -5000) },
  { name: 'unit nobody knows', field: 'unitCode', count: 90, spoil: withField('unitCode', '24999') },
  {
    name: 'unit of another province',
    field: 'unitCode',
    count: 30,
    spoil: withField('unitCode', '25200'),
  },
  {
    name: 'unit of the list of 2025 that had ended',
    field: 'unitCode',
    count: 25,
    spoil: withField('unitCode', '25102'),
  },
  {
    name: 'unit by its name, diacritics apart',
    field: 'unitCode',
    count: 25,
    spoil: withField('unitCode', 'Thị trấn Phước Cát '.normalize('NFD')),
  },
  {
    name: 'unit not yet born on the day of reception',
    field: 'unitCode',
    count: 15,
    // Quảng Lập took this code over on 2024-12-01; before 2020 the catalogue knows nothing of it.
    spoil: (data) => ({
      ...data,
      unitCode: '24955',
      receivedAt: '2019-06-03T08:00:00+07:00',
      submittedAt: null,
    }),
  },
  {
    name: 'procedure nobody knows',
    field: 'procedureCode',
    count: 60,
    spoil: withField('procedureCode', '1.999999.000.00.00.H36'),
  },
  {
    name: 'channel as decomposed Vietnamese text',
    field: 'channel',
    count: 45,
    spoil: withField('channel', 'trực tuyến'.normalize('NFD')),
  },
  { name: 'channel as a number', field: 'channel', count: 35, spoil: withField('channel', 2) },
  {
    name: 'instants as yyyyMMddHHmmss',
    field: 'recordedAt',
    count: 130,
    spoil: (data) => ({
      ...data,
      recordedAt: compact(data.recordedAt),
      receivedAt: compactly(data.receivedAt),
      finishedAt: compactly(data.finishedAt),
    }),
  },
  {
    name: 'instant without an offset',
    field: 'receivedAt',
    count: 40,
    spoil: (data) => ({ ...data, receivedAt: data.receivedAt!.slice(0, 19) }),
  },
  {
    name: 'day and month written the Vietnamese way',
    field: 'receivedAt',
    count: 40,
    spoil: withField('receivedAt', '5/6/2024'),
  },
  {
    name: '30 February',
    field: 'receivedAt',
    count: 15,
    spoil: withField('receivedAt', '2024-02-30T08:00:00+07:00'),
  },
  { name: 'LoaiDoiTuong 0', field: 'applicantKind', count: 60, spoil: withField('applicantKind', 0) },
  { name: 'payments not a list', field: 'payments', count: 45, spoil: withField('payments', { count: 1 }) },
  {
    name: 'sequence missing',
    field: 'sequence',
    count: 30,
    spoil: ({ sequence: _, ...rest }) => rest,
  },
  {
    name: 'dossier code missing',
    field: 'dossierCode',
    count: 50,
    spoil: ({ dossierCode: _, ...rest }) => rest,
  },
  { name: 'yes and no as 1 and 0', field: 'digitised', count: 30, spoil: withField('digitised', 1) },
  {
    name: 'bytes cut off',
    field: '',
    count: 40,
    spoil: asBytes((text) => Buffer.from(text.slice(0, text.length >> 1))),
  },
  {
    name: 'XML instead of JSON',
    field: '',
    count: 20,
    spoil: () => Buffer.from('<HoSo><TrangThaiHoSo>9</TrangThaiHoSo></HoSo>'),
  },
  {
    name: 'text in UTF-16',
    field: '',
    count: 20,
    spoil: asBytes((text) => Buffer.from(`\ufeff${text}`, 'utf16le')),
  },
  {
    name: 'a list instead of one record',
    field: '',
    count: 20,
    spoil: asBytes((text) => Buffer.from(`[${text}]`)),
  },
  { name: 'nothing at all', field: '', count: 10, spoil: () => Buffer.alloc(0) },
]

export const REJECTS_TOTAL = REJECT_KINDS.reduce((sum, kind) => sum + kind.count, 0)

/** Kind of the n-th record to be refused. */
export const rejectKindOf = (n: number): RejectKind => {
  let left = n
  for (const kind of REJECT_KINDS) {
    if (left < kind.count) return kind
    left -= kind.count
  }
  throw new RangeError(`there are only ${REJECTS_TOTAL} records to be refused`)
}
