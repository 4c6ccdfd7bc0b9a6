import type { Criterion } from './profile.ts'

const RATIO = {
  vi: 'Tỷ lệ phần trăm nhân điểm tối đa',
  en: 'Percent of the maximum',
}

/** Criteria of domains 1 to 5 that the appendix prints (Kế hoạch 5024/KH-UBND, 20/6/2024). */
export const CRITERIA_1_TO_5: readonly Criterion[] = [
  {
    code: '1.3.2',
    domain: '1',
    title: { vi: 'Xử lý các vấn đề phát hiện qua kiểm tra', en: 'Problems found in inspections handled' },
    max: '1.00',
    scoring: { way: 'ratio', parts: [{ input: '1.3.2', max: '1.00' }] },
    evidence: 'inferred',
    reason: {
      vi: 'Số in 44/79 không cho 62,6582%; 49,5/79 thì cho: suy luận là 11 vấn đề được tính một nửa',
      en: 'The printed 44/79 does not give 62.6582%; 49.5/79 does: inferred, 11 more count by half',
    },
  },
  {
    code: '1.6',
    domain: '1',
    title: {
      vi: 'Đối thoại của lãnh đạo tỉnh với người dân, doanh nghiệp',
      en: 'Dialogue of provincial leaders with people and firms',
    },
    max: '1.00',
    scoring: {
      way: 'ratio',
      parts: [
        { constant: '0.5', reason: 'dialogues were held: 0.5 of 0.5, printed' },
        { input: '1.6/part-2', max: '0.5' },
      ],
    },
    evidence: 'published',
    reason: {
      vi: '0,5 điểm cho việc tổ chức, 0,5 điểm theo tỷ lệ kiến nghị đã xử lý xong',
      en: '0.5 for holding them, 0.5 by the share of proposals settled',
    },
  },
  {
    code: '1.7',
    domain: '1',
    title: {
      vi: 'Thực hiện nhiệm vụ được Chính phủ, Thủ tướng Chính phủ giao',
      en: 'Tasks from the Government and the Prime Minister',
    },
    max: '1.50',
    scoring: {
      way: 'weighted-counts',
      weights: [
        { input: '1.7/on-time', weight: [1, 1], evidence: 'published' },
        { input: '1.7/late', weight: [2, 3], evidence: 'inferred' },
      ],
    },
    evidence: 'inferred',
    reason: {
      vi: 'Nhiệm vụ hoàn thành muộn vẫn được 2/3 (suy luận: chỉ hệ số này cho 1,4732)',
      en: 'A task done late still earns 2/3 (inferred: only this weight gives 1.4732)',
    },
  },
  {
    code: '3.2.3',
    domain: '3',
    title: {
      vi: 'Công khai tiến độ, kết quả giải quyết hồ sơ',
      en: 'Publishing progress and results of dossiers',
    },
    max: '1.00',
    scoring: {
      way: 'ratio',
      parts: [
        { input: '3.2.3/part-1', max: '0.5' },
        { input: '3.2.3/part-2', max: '0.5' },
      ],
    },
    evidence: 'published',
    reason: RATIO,
  },
  {
    code: '3.4.1',
    domain: '3',
    title: { vi: 'Hồ sơ cấp tỉnh giải quyết đúng hạn', en: 'Dossiers on time, provincial bodies' },
    max: '1.50',
    scoring: { way: 'ratio', parts: [{ input: '3.4.1', max: '1.50' }] },
    evidence: 'published',
    reason: RATIO,
  },
  {
    code: '3.4.2',
    domain: '3',
    title: { vi: 'Hồ sơ cấp huyện giải quyết đúng hạn', en: 'Dossiers on time, districts' },
    max: '1.50',
    scoring: { way: 'ratio', parts: [{ input: '3.4.2', max: '1.50' }] },
    evidence: 'published',
    reason: RATIO,
  },
  {
    code: '3.4.3',
    domain: '3',
    title: { vi: 'Hồ sơ cấp xã giải quyết đúng hạn', en: 'Dossiers on time, communes' },
    max: '1.00',
    scoring: { way: 'ratio', parts: [{ input: '3.4.3', max: '1.00' }] },
    evidence: 'published',
    reason: RATIO,
  },
  {
    code: '4.1.3',
    domain: '4',
    title: { vi: 'Tỷ lệ giảm số lượng đơn vị sự nghiệp công lập', en: 'Cut in public service units' },
    max: '1.00',
    scoring: { way: 'ratio', parts: [{ input: '4.1.3', max: '1.00', targetPercent: 20 }] },
    evidence: 'inferred',
    reason: {
      vi: 'Giảm so với năm 2015, đủ điểm từ 20% (suy luận; tên tiêu chí ghi năm 2021, không khớp)',
      en: 'Cut since 2015, full points from 20% (inferred; the title says 2021, which does not fit)',
    },
  },
  {
    code: '5.4',
    domain: '5',
    title: { vi: 'Chấp hành kỷ luật, kỷ cương hành chính', en: 'Administrative discipline' },
    max: '1.50',
    scoring: { way: 'rule', rule: { kind: 'none-found', input: '5.4', foundPoints: '0' } },
    evidence: 'inferred',
    reason: {
      vi: 'Có lãnh đạo bị kỷ luật thì không có điểm; đủ điểm khi không có là suy luận',
      en: 'Leaders disciplined: no points; full points where none were is inferred',
    },
  },
  {
    code: '5.6',
    domain: '5',
    title: { vi: 'Tỷ lệ đạt chuẩn của cán bộ, công chức cấp xã', en: 'Commune staff qualified' },
    max: '0.50',
    scoring: { way: 'rule', rule: { kind: 'none-found', input: '5.6', foundPoints: '0.25' } },
    evidence: 'inferred',
    reason: {
      vi: 'Còn người chưa đạt chuẩn thì được một nửa; tổng số cán bộ không được in',
      en: 'Some not qualified: half the points; the total of staff is not printed',
    },
  },
]
