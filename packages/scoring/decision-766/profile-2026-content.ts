import type { Component, Group } from './profile.ts'

const LINEAR: Pick<Component, 'capPercent' | 'none' | 'evidence'> = {
  capPercent: 100,
  none: { points: 'zero', evidence: 'published' },
  evidence: 'published',
}

/** Transparency, digitisation and satisfaction of `766@2026`: what is said of dossiers and procedures (domain.md §4.2). */
export const CONTENT = {
  CKMB: {
    code: 'CKMB',
    title: { vi: 'Công khai, minh bạch', en: 'Transparency' },
    max: 18,
    codeEvidence: 'published',
    components: [
      {
        ...LINEAR,
        code: 'PUBLISH_ON_TIME',
        title: { vi: 'Thủ tục hành chính công bố đúng hạn', en: 'Procedures published on time' },
        max: 6,
      },
      {
        ...LINEAR,
        code: 'PUBLIC_UPDATE_ON_TIME',
        title: {
          vi: 'Thủ tục hành chính cập nhật, công khai đúng hạn',
          en: 'Procedures made public on time',
        },
        max: 4,
      },
      {
        ...LINEAR,
        code: 'PUBLIC_CONTENT_FULL',
        title: {
          vi: 'Thủ tục hành chính công khai đầy đủ nội dung',
          en: 'Procedures published with all their parts',
        },
        max: 2,
        remark: 'At a point of time, not over a period',
      },
      {
        ...LINEAR,
        code: 'DOSSIER_SYNC',
        title: {
          vi: 'Hồ sơ đồng bộ lên Cổng Dịch vụ công quốc gia',
          en: 'Dossiers synchronised to the national portal',
        },
        max: 6,
        mayExceed: true,
        dividedDenominator: true,
        remark:
          'Denominator 0: last year’s total by 12 (month) or 4 (quarter), or whole (year); none of these: 0 points',
      },
    ],
  },
  MDSH: {
    code: 'MDSH',
    title: { vi: 'Số hóa hồ sơ', en: 'Digitisation of dossiers' },
    max: 22,
    codeEvidence: 'published',
    components: [
      {
        ...LINEAR,
        code: 'ORIGINAL_RESULT_AVAILABLE',
        title: { vi: 'Hồ sơ có kết quả giải quyết điện tử', en: 'Dossiers with an electronic result' },
        max: 6,
      },
      {
        ...LINEAR,
        code: 'SO_HOA_GIAY_TO_GIAI_QUYET',
        title: { vi: 'Hồ sơ thực hiện số hóa', en: 'Dossiers digitised' },
        max: 4,
        otherReading: {
          capPercent: 80,
          why: 'the notes of the sheet say full points from 80%; the portal’s own scores are linear',
        },
      },
      {
        ...LINEAR,
        code: 'ELECTRONIC_CERTIFIED_COPY',
        title: {
          vi: 'Cung cấp dịch vụ chứng thực bản sao điện tử từ bản chính',
          en: 'Electronic certified copies',
        },
        max: 2,
        none: { points: 'full', evidence: 'published' },
        remark: 'The portal gives no counts and shows 100%',
      },
      {
        ...LINEAR,
        code: 'REUSED_DIGITIZED_DATA',
        title: { vi: 'Hồ sơ khai thác, sử dụng lại dữ liệu số hóa', en: 'Dossiers reusing digitised data' },
        max: 2,
        capPercent: 80,
      },
      {
        ...LINEAR,
        code: 'SYNCED_WITH_DVCQG_PERSONAL_STORAGE',
        title: {
          vi: 'Hồ sơ số hóa kết nối, chia sẻ dữ liệu phục vụ tái sử dụng',
          en: 'Dossiers linked to the citizen’s personal store',
        },
        max: 4,
        evidence: 'unconfirmed', // only ratios of 0 were ever seen, and 0 points for them
      },
      {
        ...LINEAR,
        code: 'CITIZEN_DATA_CONNECTED_DOSSIER',
        title: { vi: 'Hồ sơ sử dụng thông tin, dữ liệu dân cư', en: 'Dossiers using population data' },
        max: 2,
      },
      {
        ...LINEAR,
        code: 'CITIZEN_DATA_CONNECTED_FORMALITY',
        title: {
          vi: 'Thủ tục hành chính kết nối, chia sẻ dữ liệu dân cư',
          en: 'Procedures using population data',
        },
        max: 2,
      },
    ],
  },
  MDHL: {
    code: 'MDHL',
    title: { vi: 'Mức độ hài lòng', en: 'Satisfaction' },
    max: 18,
    codeEvidence: 'published',
    components: [
      {
        ...LINEAR,
        code: 'PETITION_PROCESSING_ON_TIME',
        title: { vi: 'Phản ánh, kiến nghị xử lý đúng hạn', en: 'Feedback processed on time' },
        max: 6,
        none: { points: 'full', evidence: 'published' },
      },
      {
        ...LINEAR,
        code: 'PETITION_HANDLING_SATISFACTION',
        title: {
          vi: 'Hài lòng trong xử lý phản ánh, kiến nghị',
          en: 'Satisfaction with the handling of feedback',
        },
        max: 6,
        none: { points: 'full', evidence: 'published' },
        remark: 'Numerator: all less disliked, repeated and overdue, each once; already net',
      },
      {
        ...LINEAR,
        code: 'DOSSIER_RECEIVING_SATISFACTION',
        title: {
          vi: 'Hài lòng trong tiếp nhận, giải quyết thủ tục hành chính',
          en: 'Satisfaction with the handling of dossiers',
        },
        max: 6,
        capPercent: 90,
        remark: 'Numerator: all less overdue and less disliked or complained of; already net',
      },
      {
        ...LINEAR,
        code: 'PETITION_CLASSIFICATION_TTHC',
        title: {
          vi: 'Phản ánh, kiến nghị về quy định, thủ tục hành chính',
          en: 'Feedback about rules and procedures',
        },
        max: 0,
      },
      {
        ...LINEAR,
        code: 'PETITION_CLASSIFICATION_STAFF',
        title: { vi: 'Phản ánh, kiến nghị về hành vi cán bộ, công chức', en: 'Feedback about conduct' },
        max: 0,
      },
    ],
  },
} as const satisfies Record<string, Group>
