import type { UnitLevel } from '@ioc/catalogues'
import type { RuleEvidence } from '@ioc/indicators/define.ts'
import type { PeriodKind } from '../api/numbers.ts'
import type { Words } from '../view.tsx'

/** Everything the screens about numbers say. */
export const NUM = {
  lookedAt: { vi: 'Đang xem', en: 'Looked at' },
  whose: { vi: 'Phạm vi', en: 'Scope' },
  scopeIsView: {
    vi: 'Phạm vi là góc nhìn, chưa phải là quyền: ai xem được một phạm vi thì xem được tất cả.',
    en: 'A scope is a view, not yet a right: whoever may see one may see all.',
  },
  centres: { vi: 'Trung tâm điều hành (IOC)', en: 'Operations centres (IOC)' },
  departments: { vi: 'Sở, ngành', en: 'Departments' },
  districts: { vi: 'Huyện, thành phố', en: 'Districts and cities' },
  communesOf: { vi: 'Xã, phường: {unit}', en: 'Communes: {unit}' },
  day: { vi: 'Đến ngày', en: 'Up to' },
  today: { vi: 'Hôm nay', en: 'Today' },
  dataEnd: {
    vi: 'Số liệu của nguồn {sources} dừng ở ngày {day}, trước kỳ đang xem.',
    en: 'The data of {sources} end on {day}, before the period looked at.',
  },
  seeDay: { vi: 'Xem đến ngày {day}', en: 'See up to {day}' },
  period: { vi: 'Kỳ', en: 'Period' },
  tree: { vi: 'Cây đơn vị', en: 'Tree of units' },
  treeThen: { vi: 'Khi đó', en: 'Of then' },
  treeToday: { vi: 'Hôm nay', en: 'Of today' },
  inferred: { vi: 'suy luận', en: 'inferred' },
  unknownScope: { vi: 'không có trong danh mục ngày này', en: 'not in the catalogue of this day' },

  counting: { vi: 'Đang tính…', en: 'Counting…' },
  group: { vi: 'Nhóm số liệu', en: 'Group of numbers' },
  before: { vi: 'kỳ trước', en: 'before' },
  since: { vi: 'so với {from} – {to}', en: 'against {from} – {to}' },
  sinceUntil: { vi: 'so với {from} – {to}, đến {time}', en: 'against {from} – {to}, as far as {time}' },
  points: { vi: 'điểm %', en: 'points' },
  noChange: { vi: 'không so được', en: 'nothing to compare' },
  of: { vi: 'trên', en: 'of' },
  trend: { vi: 'Diễn biến', en: 'Trend' },
  lastHeard: { vi: 'tin cuối {age} trước', en: 'heard {age} ago' },
  neverHeard: { vi: 'chưa có tin', en: 'never heard' },
  notTold: { vi: 'chưa ai báo cáo', en: 'nobody has told it' },
  openIt: { vi: 'Mở chỉ tiêu', en: 'Open the indicator' },
  refused: { vi: 'Không trả lời được:', en: 'Cannot be answered:' },
  wall: { vi: 'Màn hình lớn', en: 'Wall view' },
  desk: { vi: 'Về bàn làm việc', en: 'Back to the desk' },
  pauseTurning: { vi: 'Dừng chuyển', en: 'Stop turning' },
  goOnTurning: { vi: 'Tiếp tục chuyển', en: 'Go on turning' },

  indicators: { vi: 'Chỉ tiêu', en: 'Indicators' },
  indicatorsHint: {
    vi: 'Mọi chỉ tiêu của phạm vi và kỳ đã chọn; mở một chỉ tiêu để xem cách tính và từng sự kiện',
    en: 'Every indicator of the chosen scope and period; open one for its rule and its events',
  },
  search: { vi: 'Tìm theo tên hoặc mã', en: 'Search by name or id' },
  nothingFound: { vi: 'Không có chỉ tiêu nào khớp', en: 'No indicator matches' },
  indicator: { vi: 'Chỉ tiêu', en: 'Indicator' },
  value: { vi: 'Giá trị', en: 'Value' },
  numerator: { vi: 'Tử số', en: 'Numerator' },
  denominator: { vi: 'Mẫu số', en: 'Denominator' },
  state: { vi: 'Trạng thái', en: 'State' },
  unit: { vi: 'Đơn vị', en: 'Unit' },
  level: { vi: 'Cấp', en: 'Level' },
  change: { vi: 'Thay đổi', en: 'Change' },

  series: { vi: 'Theo thời gian', en: 'Over time' },
  seriesOf: { vi: '{title}: {n} kỳ, mới nhất {value}', en: '{title}: {n} periods, newest {value}' },
  compared: { vi: 'So sánh đơn vị', en: 'Units compared' },
  definition: { vi: 'Cách tính', en: 'Definition' },
  id: { vi: 'Mã', en: 'Id' },
  version: { vi: 'Phiên bản quy tắc', en: 'Version of the rule' },
  ruleSource: { vi: 'Nguồn của quy tắc', en: 'Source of the rule' },
  evidence: { vi: 'Căn cứ', en: 'Evidence' },
  remark: { vi: 'Cách hiểu quy tắc', en: 'How the rule is read' },
  measure: { vi: 'Đơn vị tính', en: 'Unit of measure' },
  takenApart: { vi: 'Tách số', en: 'Taken apart' },
  sql: { vi: 'Câu lệnh SQL cho ra đúng hai số này', en: 'The SQL that gives these two numbers' },
  copySql: { vi: 'Chép SQL', en: 'Copy SQL' },
  copied: { vi: 'Đã chép', en: 'Copied' },
  events: { vi: 'Sự kiện phía sau', en: 'Events behind it' },
  noEvents: { vi: 'Không có sự kiện nào', en: 'No events' },
  more: { vi: 'Xem thêm', en: 'More' },
  first: { vi: 'Về đầu', en: 'Back to the first' },
  components: { vi: 'Thành phần của điểm', en: 'What the score is made of' },
  printedBeside: { vi: 'Số in trong văn bản', en: 'Printed in documents' },
  png: { vi: 'Tải ảnh PNG', en: 'Download PNG' },
  csv: { vi: 'Tải CSV', en: 'Download CSV' },
  position: { vi: 'Vị trí', en: 'Position' },
  subject: { vi: 'Đối tượng', en: 'Subject' },
  source: { vi: 'Nguồn', en: 'Source' },
  details: { vi: 'Chi tiết', en: 'Details' },

  units: { vi: 'Đơn vị', en: 'Units' },
  unitsHint: {
    vi: 'Bản đồ ô theo huyện và xã (không có ranh giới: vị trí chỉ gần đúng), tô theo chỉ tiêu đã chọn',
    en: 'A tile map of districts and communes (no boundaries are available: places are approximate), coloured by the chosen indicator',
  },
  mapLevel: { vi: 'Cấp hiển thị', en: 'Level shown' },
  legend: { vi: 'Chú giải', en: 'Legend' },
  sortBy: { vi: 'Sắp theo', en: 'Sort by' },
  rising: { vi: 'tăng dần', en: 'rising' },
  falling: { vi: 'giảm dần', en: 'falling' },
  see: { vi: 'Xem phạm vi này', en: 'See this scope' },
} as const satisfies Record<string, Words>

export const PERIOD_WORDS: Record<PeriodKind, Words> = {
  day: { vi: 'Ngày', en: 'Day' },
  month: { vi: 'Tháng', en: 'Month' },
  quarter: { vi: 'Quý', en: 'Quarter' },
  'half-year': { vi: '6 tháng', en: 'Half-year' },
  year: { vi: 'Năm', en: 'Year' },
  stated: { vi: 'Kỳ báo cáo', en: 'As reported' },
}

export const LEVEL_WORDS: Record<UnitLevel, Words> = {
  province: { vi: 'Tỉnh', en: 'Province' },
  department: { vi: 'Sở, ngành', en: 'Department' },
  district: { vi: 'Huyện', en: 'District' },
  commune: { vi: 'Xã', en: 'Commune' },
}

export const EVIDENCE_WORDS: Record<RuleEvidence, Words> = {
  published: { vi: 'có văn bản nêu quy tắc', en: 'a document states the rule' },
  inferred: { vi: 'suy luận từ số liệu', en: 'inferred from the numbers' },
  unconfirmed: { vi: 'chưa được xác nhận', en: 'unconfirmed' },
}

/** Words of a value's flags; one that is not here is shown as it is. */
export const FLAG_WORDS: Record<string, Words> = {
  estimate: { vi: 'ước tính', en: 'estimate' },
  incomplete: { vi: 'chưa đủ kỳ', en: 'incomplete' },
  simulated: { vi: 'mô phỏng', en: 'simulated' },
  'beyond-catalogue': { vi: 'ngoài danh mục đơn vị', en: 'beyond the catalogue of units' },
  'components-missing': { vi: 'thiếu thành phần', en: 'components missing' },
  'counts-doubtful': { vi: 'số đếm đáng ngờ', en: 'doubtful counts' },
  'published-points': { vi: 'điểm theo công bố', en: 'points as published' },
}
export const RULE_OF = { vi: 'quy tắc năm {year}', en: 'rule of {year}' } as const satisfies Words
