import { z } from 'zod'
import { defineContract } from './contract.ts'
import { code, unitCode, versioned, wholeNumber, yesNo } from './fields.ts'
import { instant, toLocalText } from './instant.ts'
import { knownUnit, type Rule } from './rule.ts'

/** TrangThaiHoSo 1–10 of the portal sync (domain.md §6.2), in that order. */
export const DOSSIER_STATUSES = [
  'registered', // 1 Mới đăng ký
  'received', // 2 Được tiếp nhận
  'not-accepted', // 3 Không được tiếp nhận
  'in-process', // 4 Đang xử lý
  'supplement-requested', // 5 Yêu cầu bổ sung giấy tờ: the clock is paused
  'payment-requested', // 6 Yêu cầu thực hiện nghĩa vụ tài chính: paused (inferred)
  'withdrawal-requested', // 7 Công dân yêu cầu rút
  'stopped', // 8 Dừng xử lý
  'finished', // 9 Đã xử lý xong
  'returned', // 10 Đã trả kết quả
] as const

/** KenhThucHien 1–3. Null stays null: who counts decides what no channel means. */
export const DOSSIER_CHANNELS = ['direct', 'online', 'post'] as const

const BEFORE_RECEPTION: readonly string[] = ['registered', 'not-accepted']
const DONE: readonly string[] = ['finished', 'returned']
/** Somebody, or the citizen, still has something to do. */
const OPEN: readonly string[] = [
  'registered',
  'received',
  'in-process',
  'supplement-requested',
  'payment-requested',
]

const data = z.strictObject({
  ...versioned,
  /** MaHoSo, Thông tư 01/2018/TT-VPCP article 19; serial of 4 to 7 digits, date of 6 or 8. */
  dossierCode: code(
    'a dossier code (serial of 4 to 7 digits)',
    /^(?:\d{3}\.\d{2}\.\d{2}\.)?[A-Z]\d{2}(?:\.\d{1,4})*(?:-[A-Z]{1,3}\d{1,4})?-(\d{6}|\d{8})-\d{4,7}$/,
    '000.00.00.H36-240620-0001',
  ),
  /** MaTTHC. */
  procedureCode: code(
    'a procedure code',
    /^\d\.\d{6}(?:\.\d{3}\.\d{2}\.\d{2})?(?:\.[A-Z]\d{2})?$/,
    '1.010708.000.00.00.H36',
  ),
  /** DonViXuLy: the unit that handles it. */
  unitCode,
  /** KenhThucHien. */
  channel: z
    .enum(DOSSIER_CHANNELS, { error: `expects one of ${DOSSIER_CHANNELS.join(', ')}, or null` })
    .nullable(),
  /** LoaiDoiTuong 1–4. */
  applicantKind: z.enum(['citizen', 'enterprise', 'state-body', 'other']),
  /** TrangThaiHoSo. */
  status: z.enum(DOSSIER_STATUSES, { error: `expects one of ${DOSSIER_STATUSES.join(', ')}` }),
  /** NgayNopHoSo. */
  submittedAt: instant.nullable().default(null),
  /** NgayTiepNhan; null only before reception. */
  receivedAt: instant.nullable(),
  /** NgayHenTra: the first promised day; an extension never moves it (domain.md §6.4). */
  dueAt: instant.nullable(),
  /** NgayKetThucXuLy. */
  finishedAt: instant.nullable(),
  /** NgayTra. */
  returnedAt: instant.nullable().default(null),
  /** NgayTuChoi. */
  refusedAt: instant.nullable().default(null),
  /**
   * When a dossier without `finishedAt` was stopped, refused, withdrawn or otherwise closed; the portal sync has no such field. Null
   * where the system does not say: then the end is when the newest version was recorded, and moves when that state is sent again.
   */
  closedAt: instant.nullable().default(null),
  /** DanhSachHoSoBoSung: promised day moved from NgayHenTraTruoc to NgayHenTraMoi, and whether a written apology went with it. */
  extensions: z
    .array(
      z.strictObject({
        /** NgayHenTraTruoc. */
        previousDueAt: instant,
        /** NgayHenTraMoi. */
        newDueAt: instant,
        /** Whether a written apology went with it. */
        apology: yesNo,
      }),
    )
    .max(20)
    .default([]),
  /** Requests to supplement papers (state 5) and when the citizen answered. */
  supplements: z
    .array(
      z.strictObject({
        /** The clock stands from here. */
        requestedAt: instant,
        /** And goes on from here; null: not answered yet. */
        suppliedAt: instant.nullable(),
      }),
    )
    .max(50)
    .default([]),
  /** DanhSachLePhi: the sum of Gia in đồng; null where no fee is known. */
  feeVnd: wholeNumber.nullable().default(null),
  /** Online payments one by one (DuocThanhToanTrucTuyen 1 national gateway, 2 provincial; 3 unconfirmed). */
  payments: z
    .array(
      z.strictObject({
        /** Of the gateway. */
        transactionCode: code('a transaction code', /^[A-Za-z0-9._-]{4,64}$/, 'PAY-240620-000001'),
        /** When it was paid. */
        paidAt: instant,
        /** In đồng. */
        amountVnd: wholeNumber,
        /** Through which gateway. */
        gateway: z.enum(['national', 'province', 'other']),
      }),
    )
    .max(50)
    .default([]),
  /** HoSoCoThanhPhanSoHoa. */
  digitised: yesNo.default(false),
  /** DanhSachGiayToKetQua holds a link. */
  electronicResult: yesNo.default(false),
  /** TaiLieuNop.DuocTaiSuDung of any paper. */
  dataReused: yesNo.default(false),
  /** DSKetNoiCSDL names the population database. */
  populationDataUsed: yesNo.default(false),
})
export type Dossier = z.output<typeof data>
export type DossierInput = z.input<typeof data>

/** The instant that decides which unit tree the dossier belongs to. */
const belongsAt = (d: Dossier) => d.receivedAt ?? d.submittedAt ?? d.recordedAt

const rules: readonly Rule<Dossier>[] = [
  {
    path: 'receivedAt',
    code: 'missing-received',
    says: 'is null, but the status says the dossier was received',
    broken: (d) => d.receivedAt === null && !BEFORE_RECEPTION.includes(d.status),
  },
  {
    path: 'finishedAt',
    code: 'missing-finished',
    says: 'is null, but the status says the dossier is finished',
    broken: (d) => d.finishedAt === null && DONE.includes(d.status),
  },
  {
    path: 'finishedAt',
    code: 'finished-before-received',
    says: 'lies before receivedAt',
    broken: (d) => d.finishedAt !== null && d.receivedAt !== null && d.finishedAt < d.receivedAt,
  },
  {
    path: 'returnedAt',
    code: 'returned-before-finished',
    says: 'lies before finishedAt',
    broken: (d) => d.returnedAt !== null && d.finishedAt !== null && d.returnedAt < d.finishedAt,
  },
  {
    path: 'closedAt',
    code: 'closed-before-received',
    says: 'lies before receivedAt',
    broken: (d) => d.closedAt !== null && d.receivedAt !== null && d.closedAt < d.receivedAt,
  },
  {
    path: 'closedAt',
    code: 'closed-while-open',
    says: 'is given, but the status says the dossier is still open',
    broken: (d) => d.closedAt !== null && OPEN.includes(d.status),
  },
  knownUnit(
    'is no unit on the day the dossier was received',
    (d, catalogues) => catalogues.unitAt(d.unitCode, belongsAt(d)) !== undefined,
  ),
  {
    path: 'procedureCode',
    code: 'unknown-procedure',
    says: 'is in no procedure catalogue in force on the day of reception',
    broken: (d, catalogues) => !catalogues.procedureAt(d.procedureCode, belongsAt(d)),
  },
]

const text = (ms: number | null) => (ms === null ? null : toLocalText(ms))

/**
 * What the one-stop system knows of one dossier (hồ sơ TTHC) after a change.
 * Sent at every change with the whole known state; the newest `recordedAt` wins, so order and repeats do not matter.
 * Person fields of the sync (ChuHoSo, MaDoiTuong, Email, SoDienThoai, DinhDanhCHS, TrichYeuHoSo, NguoiXuLy) have no place here.
 */
export const dossier = defineContract<Dossier>({
  id: 'dossier.v1',
  title: { vi: 'Hồ sơ thủ tục hành chính', en: 'Administrative procedure dossier' },
  table: 'dossier_version',
  data,
  code: (d) => d.dossierCode,
  rules,
  unitDays: (d) => [belongsAt(d)],
  columns: [
    'issuing_system',
    'dossier_code',
    'procedure_code',
    'unit_code',
    'channel',
    'applicant_kind',
    'status',
    'submitted_at',
    'received_at',
    'due_at',
    'finished_at',
    'returned_at',
    'refused_at',
    'closed_at',
    'extension_due_at',
    'extension_apology',
    'supplement_requested_at',
    'supplement_supplied_at',
    'fee_vnd',
    'payment_code',
    'payment_at',
    'payment_vnd',
    'payment_gateway',
    'digitised',
    'electronic_result',
    'data_reused',
    'population_data_used',
  ],
  row: (d) => [
    d.issuingSystem,
    d.dossierCode,
    d.procedureCode,
    d.unitCode,
    d.channel ?? '',
    d.applicantKind,
    d.status,
    text(d.submittedAt),
    text(d.receivedAt),
    text(d.dueAt),
    text(d.finishedAt),
    text(d.returnedAt),
    text(d.refusedAt),
    text(d.closedAt),
    d.extensions.map((e) => toLocalText(e.newDueAt)),
    d.extensions.map((e) => e.apology),
    d.supplements.map((s) => toLocalText(s.requestedAt)),
    d.supplements.map((s) => text(s.suppliedAt)),
    d.feeVnd,
    d.payments.map((p) => p.transactionCode),
    d.payments.map((p) => toLocalText(p.paidAt)),
    d.payments.map((p) => p.amountVnd),
    d.payments.map((p) => p.gateway),
    d.digitised,
    d.electronicResult,
    d.dataReused,
    d.populationDataUsed,
  ],
  lookedUpColumns: ['unit_level', 'procedure_online', 'field_code'],
  lookUp: (d, catalogues) => {
    const procedure = catalogues.procedureAt(d.procedureCode, belongsAt(d))
    return [
      catalogues.unitAt(d.unitCode, belongsAt(d))?.level ?? '',
      procedure?.online ?? '',
      procedure?.fieldCode ?? '',
    ]
  },
})
