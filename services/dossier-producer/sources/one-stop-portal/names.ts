/** Fields of the sync this source reads, as most vendors write them (domain.md §6.3). */
const NAMES = [
  ...['MaHoSo', 'MaTTHC', 'KenhThucHien', 'LoaiDoiTuong', 'DonViXuLy', 'TrangThaiHoSo', 'IsDeleted'],
  ...['NgayCapNhat', 'NgayNopHoSo', 'NgayTiepNhan', 'NgayHenTra', 'NgayTra', 'NgayTuChoi', 'NgayKetThucXuLy'],
  ...['ThoiDiemXuLy', 'HoSoCoThanhPhanSoHoa', 'DuocThanhToanTrucTuyen', 'ThoiGianThanhToan', 'MaGiaoDich'],
  ...[
    'TaiLieuNop',
    'DuocTaiSuDung',
    'DanhSachLePhi',
    'Gia',
    'DanhSachGiayToKetQua',
    'DuongDanTepTin',
    'DSKetNoiCSDL',
  ],
  ...[
    'DanhSachHoSoBoSung',
    'NgayHenTraTruoc',
    'NgayHenTraMoi',
    'NgayBoSung',
    'NgayTiepNhanBoSung',
    'CoVanBanXinLoi',
  ],
] as const
type Name = (typeof NAMES)[number]

const isEmpty = (value: unknown) => value === undefined || value === null || value === ''

/** `MAHOSO`, `maHoSo` and `ma_ho_so` are one name. */
const folded = (name: string) => name.replace(/[_-]/g, '').toLowerCase()
const byFolded = new Map<string, Name>(NAMES.map((name) => [folded(name), name]))

/**
 * A record, or an entry of its lists, under the names this source reads, however a vendor writes them; others are left behind. Of a field
 * under two spellings the one spelt like here counts, if it says anything.
 */
export const named = (told: Readonly<Record<string, unknown>>): Readonly<Partial<Record<Name, unknown>>> => {
  const record: Partial<Record<Name, unknown>> = {}
  for (const [field, value] of Object.entries(told)) {
    const name = byFolded.get(folded(field))
    if (name === undefined) continue
    if (isEmpty(record[name]) || (field === name && !isEmpty(value))) record[name] = value
  }
  return record
}
