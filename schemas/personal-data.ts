/**
 * Names of fields that hold personal data (domain.md §6.3), and what the same fields are called elsewhere.
 * A record that carries one is rejected and its bytes sealed, whatever its contract says of unknown fields (design §3.6).
 */
const NAMES = [
  // the sync payload
  'ChuHoSo',
  'MaDoiTuong',
  'Email',
  'SoDienThoai',
  'DinhDanhCHS',
  'TrichYeuHoSo',
  'NguoiXuLy',
  'ChucDanh',
  'NoiDungXuLy',
  // Vietnamese habits
  'HoTen',
  'HoVaTen',
  'TenNguoiNop',
  'NguoiNop',
  'TenChuHoSo',
  'NgaySinh',
  'GioiTinh',
  'DiaChi',
  'CCCD',
  'CMND',
  'SoCCCD',
  'SoCMND',
  'SoDinhDanh',
  'DienThoai',
  'SDT',
  'NguoiGui',
  'NguoiPhanAnh',
  'NoiDung',
  'NoiDungPhanAnh',
  'HoChieu',
  'MaSoThueCaNhan',
  // English habits
  'name',
  'fullName',
  'firstName',
  'lastName',
  'personName',
  'applicant',
  'applicantName',
  'applicantId',
  'ownerName',
  'citizenName',
  'citizenId',
  'personalId',
  'identityNumber',
  'nationalId',
  'passport',
  'passportNumber',
  'phone',
  'phoneNumber',
  'mobile',
  'emailAddress',
  'address',
  'homeAddress',
  'dateOfBirth',
  'birthDate',
  'gender',
  'caller',
  'callerId',
  'callerName',
  'callerPhone',
  'sender',
  'senderName',
  'respondent',
  'respondentName',
  'handler',
  'handlerName',
  'officerName',
  'staffName',
  'abstract',
  'freeText',
  'comment',
  'comments',
  'remark',
  'remarks',
  'note',
  'notes',
  'content',
  'description',
]

/** Diacritics, case and separators aside: `họ_tên`, `HoTen` and `ho-ten` are one name. */
const plain = (name: string) =>
  name
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .replace(/[^A-Za-z0-9]/g, '')
    .toLowerCase()

const PERSONAL = new Set(NAMES.map(plain))

/** True if a field of this name may not pass the edge. */
export const isPersonalName = (name: string): boolean => PERSONAL.has(plain(name))
