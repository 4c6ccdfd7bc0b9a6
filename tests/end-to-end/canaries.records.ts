import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FixtureCell } from '@ioc/connectors/drop/xlsx/workbook.fixture.ts'
import type { Canary } from './canaries.persons.ts'

const SERVICES = join(import.meta.dirname, '../../services')
const sampleOf = (path: string) =>
  JSON.parse(readFileSync(join(SERVICES, path, 'sample.ndjson'), 'utf8').split('\n')[0]!) as Record<
    string,
    unknown
  >

/** Fields no mapping names, in every disguise; nested as well. */
const beside = ({ name, phone, identity, email, address, words }: Canary): Record<string, unknown> => ({
  'Họ và tên người nộp': name,
  ['Họ và tên người gửi'.normalize('NFD')]: name,
  hoTenKhongDau: name.normalize('NFD'),
  HO_TEN_HOA: name.toUpperCase(),
  duongDan: `https://example.invalid/?ten=${encodeURIComponent(name)}&sdt=${phone}`,
  [email]: { so: [identity, { 'địa chỉ': address }], ghi: words },
})

/** Of each source one record it keeps and ones it rejects: canaries in person fields, in fields nobody knows, and in the rejected ones where something else belongs. */
export type Records = { kept: Record<string, unknown>[]; rejected: Record<string, unknown>[] }

export const oneStopRecords = (person: Canary, serial: number): Records => {
  const kept = {
    ...sampleOf('dossier-producer/sources/one-stop-portal'),
    ...{ MaHoSo: `000.00.00.H36-240620-${serial}`, TenTTHC: person.words, TenLinhVuc: person.words },
    ...{ ChuHoSo: person.name, MaDoiTuong: person.identity, Email: person.email, SoDienThoai: person.phone },
    ...{ TrichYeuHoSo: person.words, NguoiXuLy: person.name.toUpperCase(), NoiDungXuLy: person.words },
    DinhDanhCHS: [{ LoaiDinhDanh: '1', SoDinhDanh: person.identity }],
    TaiLieuNop: [{ TenTaiLieu: person.words, DuocSoHoa: '1', DuocTaiSuDung: '1', IsDeleted: '0' }],
    DanhSachGiayToKetQua: [
      {
        TenGiayTo: person.words,
        DuongDanTepTin: `https://example.invalid/${encodeURIComponent(person.name)}.pdf`,
      },
    ],
    ...beside(person),
  }
  return {
    kept: [kept],
    rejected: [
      { ...kept, MaHoSo: `000.00.00.H36-240620-${serial + 1}`, MaTTHC: '1.010708' },
      // Where a date, a code, a unit belongs stands a person.
      {
        ...kept,
        MaHoSo: `000.00.00.H36-240620-${serial + 2}`,
        NgayHenTra: person.words,
        DonViXuLy: person.name,
      },
      { ...kept, MaHoSo: person.name, KenhThucHien: person.phone, TrangThaiHoSo: person.address },
    ],
  }
}

export const feedbackRecords = (person: Canary): Records => {
  const kept = {
    ...sampleOf('hotline-producer/sources/feedback-portal'),
    MaPAKN: 'PAKN-20240603-9001',
    ...{ NguoiGui: person.name, SoDienThoai: person.phone, Email: person.email, DiaChi: person.address },
    ...{ TieuDe: person.words, NoiDung: person.words.normalize('NFD') },
    ...beside(person),
  }
  return {
    kept: [kept, { ...kept, MaPAKN: 'PAKN-20240603-9002', SoDienThoai: null }],
    rejected: [
      { ...kept, MaPAKN: 'PAKN-20240603-9003', TrangThai: person.words, MaDonVi: person.address },
      { ...kept, MaPAKN: person.name, DanhGia: person.words, NgayTiepNhan: person.phone },
    ],
  }
}

const SURVEY_HEAD = ['Mã phiếu', 'Mã đơn vị', 'Đối tượng trả lời', 'Năm khảo sát', 'Ngày trả lời']
const ANSWERED = [
  'Tiếp cận dịch vụ',
  'Thủ tục hành chính',
  'Công chức giải quyết',
  'Kết quả dịch vụ',
  'Tiếp nhận, xử lý góp ý',
]

/** Rows of a workbook: titles that name a person, a head, one form that is kept and two that are not. */
export const surveyRows = (person: Canary): { rows: FixtureCell[][]; kept: number; rejected: number } => {
  const persons = [
    person.words,
    person.name,
    person.phone,
    person.identity,
    person.email,
    person.address.toUpperCase(),
  ]
  const form = (code: string, group: string, day: string, answer: FixtureCell = 5): FixtureCell[] => [
    ...[code, '24769', group, 2024, day],
    ...[answer, 4, 4, 5, 3],
    ...persons,
  ]
  return {
    rows: [
      [`Người lập biểu: ${person.name}, ${person.phone}`],
      [
        ...SURVEY_HEAD,
        ...ANSWERED,
        'Ý kiến khác',
        'Họ và tên',
        'Số điện thoại',
        'CCCD',
        'Thư điện tử',
        'Địa chỉ',
      ],
      form('SF-2024-9001', 'Người dân', '20/6/2024'),
      form('SF-2024-9002', person.name, person.words),
      form(person.email, 'Người dân', '20/6/2024', person.words),
    ],
    kept: 1,
    rejected: 2,
  }
}

const FIGURE_HEAD =
  'Chỉ tiêu;Mã đơn vị;Từ ngày;Đến ngày;Thực hiện;Kế hoạch;Đơn vị tính;Ước thực hiện;Số văn bản;Ngày văn bản;Thu hồi;Ghi chú;Người lập;Điện thoại'

/** A CSV file: titles that name a person, a head, one figure that is kept, and rows that are not, one of them with too few columns. */
export const figureFile = (person: Canary): { text: string; kept: number; rejected: number } => {
  const figure = (done: string, document: string, unit = '68') =>
    `Giải ngân vốn đầu tư công;${unit};1/1/2024;30/6/2024;${done};8.718,3;tỷ;Không;${document};20/6/2024;;${person.words};${person.name};${person.phone}`
  return {
    text: [
      `Người lập biểu: ${person.name};${person.phone};${person.email}`,
      FIGURE_HEAD,
      figure('1.000,5', '9001/BC-TEST'),
      figure(person.words, '9002/BC-TEST', person.identity),
      figure('1.000,5', person.name),
      `${person.name};${person.phone};${person.address}`,
      '',
    ].join('\n'),
    kept: 1,
    rejected: 3,
  }
}
