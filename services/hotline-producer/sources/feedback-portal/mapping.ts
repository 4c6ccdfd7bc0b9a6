import { callerHashes, event, type Mapping, skip } from '@ioc/connectors/mapping.ts'
import { newestInstant, sameName, textOf, vietnameseInstant } from '@ioc/connectors/texts/index.ts'
import { KINDS, STATUSES, VERDICTS } from './statuses.ts'

/** The value a name stands for, or the text as it came: then the contract says which values it knows. */
const named = <Value>(names: ReadonlyMap<string, Value>, told: unknown): Value | string | null => {
  const text = textOf(told)
  return text === null ? null : (names.get(sameName(text)) ?? text)
}

/** Statuses that mean the matter has been dealt with: to "awaiting publication" or "published" within 15 working days (domain.md §7). */
const PROCESSED = new Set<unknown>(['awaiting-publication', 'published'])

/**
 * Feedback (PAKN) as the national portal's list gives it. Who wrote (NguoiGui, SoDienThoai, Email) and what (TieuDe, NoiDung) is not named
 * here and stays behind; only the sender's number becomes a keyed hash, because repeats are counted. No specification of the list is
 * public: the field names are an assumption (domain.md §7 gives the statuses and the deadlines), kept in this one file.
 */
export const mapping: Mapping = (record, context) => {
  const code = textOf(record.MaPAKN)
  if (code === null) return skip('no MaPAKN: no feedback')
  const at = (name: string) => vietnameseInstant(record[name])
  const status = named(STATUSES, record.TrangThai)
  const caller = textOf(record.SoDienThoai) ?? textOf(record.Email)
  const processedAt = at('NgayXuLyXong') ?? (PROCESSED.has(status) ? at('NgayCongKhai') : null)
  const instants = ['NgayTiepNhan', 'NgayChuyen', 'NgayYeuCauBoSung', 'NgayXuLyXong', 'NgayCongKhai'].map(at)
  return event({
    issuingSystem: 'pakn.dichvucong.gov.vn',
    recordedAt: at('NgayCapNhat') ?? newestInstant(instants),
    sequence: 0,
    voided: false,
    feedbackCode: code,
    // The hotline is another system and never counted with the portal.
    channel: 'national-portal',
    kind: named(KINDS, record.LoaiPAKN) ?? 'other',
    unitCode: textOf(record.MaDonVi),
    status,
    receivedAt: at('NgayTiepNhan'),
    forwardedAt: at('NgayChuyen'),
    supplementRequestedAt: at('NgayYeuCauBoSung'),
    processedAt,
    publishedAt: at('NgayCongKhai'),
    verdict: named(VERDICTS, record.DanhGia),
    ...callerHashes(context, caller),
  })
}
