import { writeFileSync } from 'node:fs'
import { type FixtureCell, workbook } from '@ioc/connectors/drop/xlsx/workbook.fixture.ts'

// Writes sample.xlsx beside this file. Every form in it is made up; respondents never stand in one.
const SERVICE = [
  'Tiếp cận dịch vụ',
  'Thủ tục hành chính',
  'Công chức giải quyết',
  'Kết quả dịch vụ',
  'Tiếp nhận, xử lý góp ý',
]
const FIRST = [
  'STT',
  'Mã phiếu',
  'Mã đơn vị',
  'Tên đơn vị',
  'Đối tượng trả lời',
  'Năm khảo sát',
  'Ngày trả lời',
]
const LAST = ['Ý kiến khác', 'Hủy phiếu']

const form = (
  n: number,
  [code, unit, name, group, year, day]: readonly FixtureCell[],
  answers: readonly FixtureCell[],
  voided: FixtureCell = null,
): FixtureCell[] => [n, code!, unit!, name!, group!, year!, day!, ...answers, null, voided]

const CITIZEN = 'Người dân'
const rows: FixtureCell[][] = [
  ['KẾT QUẢ KHẢO SÁT MỨC ĐỘ HÀI LÒNG NĂM 2024'],
  ['Dữ liệu mẫu, hoàn toàn giả. Người trả lời không bao giờ đứng trong tệp này.'],
  [],
  [...FIRST, 'Mức độ hài lòng', null, null, null, null, ...LAST],
  [...FIRST.map(() => null), ...SERVICE, null, null],
  form(1, ['SF-2024-0001', 24769, 'Phường 7', CITIZEN, 2024, { day: 45463 }], [5, 4, 4, 5, 3]),
  form(
    2,
    ['SF-2024-0002', '24769', 'Phường 7', 'Tổ chức, doanh nghiệp', 2024, '20/6/2024'],
    [4, 4, null, 5, 'Không ý kiến'],
  ),
  form(
    3,
    ['SF-2024-0003', '672', 'TP Đà Lạt', CITIZEN, '2024', 'ngày 21 tháng 6 năm 2024'],
    ['Hài lòng', 'Rất hài lòng', 'Bình thường', 'Không hài lòng'.normalize('NFD'), 'Rất không hài lòng'],
  ),
  form(
    4,
    ['SF-2024-0004', '24772', 'Phường 8', CITIZEN, 2024, { day: 45464.604166666664 }],
    [3, 3, 3, 3, 3],
    'x',
  ),
  form(5, ['SF-2024-0005', '99999', 'Phường không có', CITIZEN, 2024, '20/6/2024'], [5, 4, 4, 5, 3]),
  form(6, ['SF-2024-0006', '24769', 'Phường 7', CITIZEN, 2024, '31/2/2024'], [5, 4, 4, 5, 3]),
  form(7, ['SF-2024-0007', '24769', 'Phường 7', CITIZEN, 2024, '20/6/2024'], [5, 4, 9, 'khá', 3]),
  form(8, [null, '24769', 'Phường 7', 'Du khách', 2024, '20/6/24'], [5, 4, 4, 5, 3]),
  [null, 'Tổng cộng: 8 phiếu'],
  [null, null, null, 'Người lập biểu'],
]
const merges = [
  ...['A', 'B', 'C', 'D', 'E', 'F', 'G', 'M', 'N'].map((column) => `${column}4:${column}5`),
  ...['H4:L4', 'A1:N1', 'A2:N2'],
]
writeFileSync(
  new URL('./sample.xlsx', import.meta.url),
  await workbook(
    { name: 'Phiếu 2024', rows, merges },
    { name: 'Danh mục', state: 'hidden', rows: [['Mã đơn vị', 'Tên đơn vị']] },
  ),
)
