import { event, type Mapping, skip } from '@ioc/connectors/mapping.ts'
import { newestInstant } from '@ioc/connectors/texts/newest.ts'
import { vendorInstant } from '@ioc/connectors/texts/vendor-instant.ts'
import { feeOf, paymentsOf } from './money.ts'
import { named } from './names.ts'
import { codeOf, entriesOf, isYes, namedEntriesOf, textOf } from './read.ts'
import { APPLICANTS, CHANNELS, COURSE, STATUSES } from './states.ts'

/** DSKetNoiCSDL: names seen for the national population database. */
const POPULATION = /dân cư|dan cu|QGDC|QGVDC/iu

/** A code of the list, or the text as it came: then the contract says which values it knows. */
const oneOf = <Value>(list: Readonly<Record<string, Value>>, told: unknown): Value | string | null => {
  const code = codeOf(told)
  return code === '' ? null : (list[code] ?? code)
}

/** A shortened name of the dossier’s papers is enough: a deleted one (IsDeleted) is none. */
const papersOf = (record: Readonly<Record<string, unknown>>) =>
  namedEntriesOf(record.TaiLieuNop).filter((paper) => !isYes(paper.IsDeleted))

/** A result’s paper that can be fetched: vendors name the address of its file in these ways. */
const FILE = /^(?:duong_?dan_?tep_?tin|link|url)$/i
const hasFile = (paper: Readonly<Record<string, unknown>>) =>
  Object.entries(paper).some(([field, value]) => FILE.test(field) && textOf(value) !== '')

/**
 * A dossier of the one-stop system as its sync sends it (domain.md §6.2–6.3; the field names are read from vendors’ public code). Person fields
 * (ChuHoSo, MaDoiTuong, Email, SoDienThoai, DinhDanhCHS, TrichYeuHoSo, NguoiXuLy) are not named here, so they stay behind.
 *
 * The sync says no time of its own. `recordedAt` is NgayCapNhat where a vendor sends it, else the newest instant in the record; of two
 * tellings of one instant the state further on in the usual course is the newer (inferred): so one that is sent again, or late, changes nothing.
 */
export const mapping: Mapping = (told) => {
  const record = named(told)
  const dossierCode = textOf(record.MaHoSo)
  if (dossierCode === '' && textOf(record.MaTTHC) === '') return skip('neither MaHoSo nor MaTTHC: no dossier')
  if ('ThoiDiemXuLy' in record && !('MaTTHC' in record))
    return skip('a step of the work (CapNhatTienDoHoSoMC): the dossier’s own sync tells its state')

  const at = (name: keyof typeof record) => vendorInstant(record[name])
  const steps = namedEntriesOf(record.DanhSachHoSoBoSung)
  const moved = steps
    .map((step) => ({
      previousDueAt: vendorInstant(step.NgayHenTraTruoc),
      newDueAt: vendorInstant(step.NgayHenTraMoi),
      // Whether an apology went with it is in no field of the sync.
      apology: isYes(step.CoVanBanXinLoi),
    }))
    .filter(({ previousDueAt, newDueAt }) => previousDueAt !== null && newDueAt !== null)
  const supplements = steps
    .map((step) => ({
      requestedAt: vendorInstant(step.NgayBoSung),
      suppliedAt: vendorInstant(step.NgayTiepNhanBoSung),
    }))
    .filter(({ requestedAt }) => requestedAt !== null)
  const status = oneOf(STATUSES, record.TrangThaiHoSo)
  const payments = paymentsOf(record)

  const instants = [
    ...(['NgayNopHoSo', 'NgayTiepNhan', 'NgayKetThucXuLy', 'NgayTra', 'NgayTuChoi'] as const).map(at),
    ...supplements.flatMap(({ requestedAt, suppliedAt }) => [requestedAt, suppliedAt]),
    ...payments.map(({ paidAt }) => paidAt),
  ]
  return event({
    issuingSystem: 'one-stop.lamdong.gov.vn',
    recordedAt: at('NgayCapNhat') ?? newestInstant(instants),
    sequence: Math.max(0, COURSE.indexOf(codeOf(record.TrangThaiHoSo))),
    voided: isYes(record.IsDeleted),
    dossierCode,
    procedureCode: textOf(record.MaTTHC),
    unitCode: textOf(record.DonViXuLy),
    channel: oneOf(CHANNELS, record.KenhThucHien),
    applicantKind: oneOf(APPLICANTS, record.LoaiDoiTuong),
    status,
    submittedAt: at('NgayNopHoSo'),
    receivedAt: at('NgayTiepNhan'),
    // An extension never moves the promised day (domain.md §6.4), but vendors overwrite it: the first one is in the list.
    dueAt: moved[0]?.previousDueAt ?? at('NgayHenTra'),
    finishedAt: at('NgayKetThucXuLy'),
    returnedAt: at('NgayTra'),
    refusedAt: at('NgayTuChoi'),
    extensions: moved,
    supplements,
    feeVnd: feeOf(record),
    payments,
    digitised: isYes(record.HoSoCoThanhPhanSoHoa),
    electronicResult: entriesOf(record.DanhSachGiayToKetQua).some(hasFile),
    dataReused: papersOf(record).some((paper) => isYes(paper.DuocTaiSuDung)),
    populationDataUsed: entriesOf(record.DSKetNoiCSDL).some((database) =>
      Object.values(database).some((value) => POPULATION.test(textOf(value))),
    ),
  })
}
