import type { Criterion } from './profile.ts'

const RATIO = {
  vi: 'Tỷ lệ phần trăm nhân điểm tối đa',
  en: 'Percent of the maximum',
}

const VIOLATION = {
  vi: 'Có sai phạm thì không có điểm; đủ điểm khi không có là suy luận',
  en: 'A violation found: no points; full points where none is inferred',
}

/** Criteria of domains 6 to 9 that the appendix prints (Kế hoạch 5024/KH-UBND, 20/6/2024). */
export const CRITERIA_6_TO_9: readonly Criterion[] = [
  {
    code: '6.1.1',
    domain: '6',
    title: { vi: 'Giải ngân vốn đầu tư ngân sách nhà nước', en: 'Public investment disbursed' },
    max: '1.00',
    scoring: { way: 'ratio', parts: [{ input: '6.1.1', max: '1.00' }] },
    evidence: 'published',
    reason: RATIO,
  },
  {
    code: '6.1.2',
    domain: '6',
    title: { vi: 'Sử dụng kinh phí ngân sách nhà nước', en: 'Use of the state budget' },
    max: '1.00',
    scoring: { way: 'rule', rule: { kind: 'none-found', input: '6.1.2', foundPoints: '0' } },
    evidence: 'inferred',
    reason: VIOLATION,
  },
  {
    code: '6.1.3',
    domain: '6',
    title: { vi: 'Thực hiện kiến nghị sau thanh tra, kiểm toán', en: 'Recoveries after audits' },
    max: '1.00',
    scoring: { way: 'ratio', parts: [{ input: '6.1.3', max: '1.00' }] },
    evidence: 'published',
    reason: RATIO,
  },
  {
    code: '6.3.3',
    domain: '6',
    title: {
      vi: 'Sử dụng các nguồn tài chính tại đơn vị sự nghiệp công lập',
      en: 'Finance in public service units',
    },
    max: '1.00',
    scoring: { way: 'rule', rule: { kind: 'none-found', input: '6.3.3', foundPoints: '0' } },
    evidence: 'inferred',
    reason: VIOLATION,
  },
  {
    code: '7.1.2',
    domain: '7',
    title: { vi: 'Trung tâm dữ liệu điện toán đám mây', en: 'Cloud data centre' },
    max: '1.00',
    scoring: { way: 'constant', points: '0.5' },
    evidence: 'published',
    reason: {
      vi: 'Mọi tỉnh đều được 0,5 điểm vì nền tảng đám mây Chính phủ chưa sẵn sàng',
      en: 'Every province got 0.5: the Government’s cloud was not ready',
    },
  },
  {
    code: '7.1.4',
    domain: '7',
    title: { vi: 'Dịch vụ dữ liệu NDXP đưa vào sử dụng', en: 'NDXP data services in use' },
    max: '1.00',
    scoring: { way: 'ratio', parts: [{ input: '7.1.4', max: '1.00' }] },
    evidence: 'published',
    reason: RATIO,
  },
  {
    code: '7.3.6',
    domain: '7',
    title: { vi: 'Tỷ lệ hồ sơ trực tuyến toàn trình', en: 'Fully online dossiers' },
    max: '1.50',
    scoring: { way: 'ratio', parts: [{ input: '7.3.6', max: '1.50' }] },
    evidence: 'published',
    reason: RATIO,
  },
  {
    code: '7.3.7',
    domain: '7',
    title: { vi: 'Thực hiện thanh toán trực tuyến', en: 'Online payment' },
    max: '1.50',
    scoring: {
      way: 'ratio',
      parts: [
        { input: '7.3.7/part-1', max: '0.5' },
        { input: '7.3.7/part-2', max: '0.5' },
        { input: '7.3.7/part-3', max: '0.5' },
      ],
    },
    evidence: 'published',
    reason: RATIO,
  },
  {
    code: '8.2',
    domain: '8',
    title: { vi: 'Mức độ thu hút đầu tư của tỉnh', en: 'Attracting investment' },
    max: '1.00',
    scoring: { way: 'rule', rule: { kind: 'not-below', input: '8.2', belowPoints: '0' } },
    evidence: 'inferred',
    reason: {
      vi: 'Vốn đăng ký giảm so với năm trước thì không có điểm; điểm khi tăng chưa biết',
      en: 'Registered capital fell: no points; the points where it rises are not known',
    },
  },
  {
    code: '8.4',
    domain: '8',
    title: { vi: 'Thực hiện thu ngân sách hàng năm của tỉnh', en: 'Budget revenue' },
    max: '1.50',
    scoring: {
      way: 'rank-band',
      fromInput: '8.4/rank-from',
      toInput: '8.4/rank-to',
      bands: [{ from: 11, to: 30, points: '1.00', evidence: 'published' }],
    },
    evidence: 'published',
    reason: {
      vi: 'Xếp từ 11 đến 30 trên 63 tỉnh được 1,00 điểm; các nhóm khác không được in',
      en: 'Rank 11 to 30 of 63 earns 1.00; the other bands are not printed',
    },
  },
  {
    code: '8.5',
    domain: '8',
    title: {
      vi: 'Mức độ thực hiện các chỉ tiêu phát triển kinh tế - xã hội',
      en: 'Socio-economic targets',
    },
    max: '2.00',
    scoring: {
      way: 'weighted-counts',
      weights: [
        { input: '8.5/exceeded', weight: [1, 1], evidence: 'inferred' },
        { input: '8.5/met', weight: [3, 4], evidence: 'inferred' },
        { input: '8.5/missed', weight: [0, 1], evidence: 'inferred' },
      ],
    },
    evidence: 'inferred',
    reason: {
      vi: 'Chỉ tiêu đạt kế hoạch được 0,75 (suy luận: hệ số này cho đúng 1,3889)',
      en: 'A target just met earns 0.75 (inferred: this weight gives 1.3889)',
    },
  },
  {
    code: '9.1',
    domain: '9.1',
    title: { vi: 'SIPAS', en: 'SIPAS' },
    max: '10',
    scoring: { way: 'ratio', parts: [{ input: '9.1', max: '10' }] },
    evidence: 'inferred',
    reason: {
      vi: 'Chỉ số SIPAS nhân 10; số in 8,0415 không khớp với 80,38% và chưa giải thích được',
      en: 'SIPAS times 10; the printed 8.0415 does not follow from 80.38%, and nobody knows why',
    },
  },
  {
    code: '9.2',
    domain: '9.2',
    title: { vi: 'Khảo sát lãnh đạo, quản lý các cấp', en: 'Survey of leaders and managers' },
    max: '22',
    scoring: { way: 'published-with-reason' },
    evidence: 'published',
    reason: {
      vi: 'Phiếu khảo sát và cách tính của Bộ Nội vụ không được công bố: lấy điểm đã công bố',
      en: 'The forms and the Ministry’s method are not published: the published points stand',
    },
  },
]
