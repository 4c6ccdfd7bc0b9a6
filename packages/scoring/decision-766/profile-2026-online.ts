import type { Component, Group } from './profile.ts'

const LINEAR: Pick<Component, 'capPercent' | 'none' | 'evidence'> = {
  capPercent: 100,
  none: { points: 'zero', evidence: 'published' },
  evidence: 'published',
}

/** Progress, online services and online payment of `766@2026`. The portal names no codes for these components; ours are plain words. */
export const ONLINE = {
  TDGQ: {
    code: 'TDGQ',
    title: { vi: 'Tiến độ, kết quả giải quyết', en: 'Progress and result' },
    max: 20,
    codeEvidence: 'published',
    components: [
      {
        ...LINEAR,
        code: 'PROGRESS_ON_TIME',
        title: {
          vi: 'Hồ sơ giải quyết đúng hạn, đang xử lý trong hạn',
          en: 'Dossiers done on time or not yet due',
        },
        max: 20,
        remark: 'The mean time (2.2) is displayed only and has no counts',
      },
    ],
  },
  CLGQ: {
    code: 'CLGQ',
    title: { vi: 'Cung cấp dịch vụ công trực tuyến', en: 'Online services' },
    max: 12,
    codeEvidence: 'inferred',
    components: [
      {
        ...LINEAR,
        code: 'ONLINE_SERVICES',
        title: {
          vi: 'Thủ tục hành chính cung cấp dịch vụ công trực tuyến',
          en: 'Procedures offered online, partially or fully',
        },
        max: 2,
        capPercent: 80,
        none: { points: 'zero', evidence: 'unconfirmed' },
      },
      {
        ...LINEAR,
        code: 'ONLINE_SERVICES_WITH_DOSSIERS',
        title: {
          vi: 'Dịch vụ công trực tuyến có phát sinh hồ sơ',
          en: 'Online services with dossiers',
        },
        max: 4,
        none: { points: 'zero', evidence: 'unconfirmed' },
      },
      {
        ...LINEAR,
        code: 'ONLINE_SUBMISSIONS',
        title: { vi: 'Hồ sơ nộp trực tuyến', en: 'Dossiers submitted online' },
        max: 6,
        capPercent: 50,
        none: { points: 'zero', evidence: 'unconfirmed' },
        multipliedBy: 'DOSSIER_SYNC',
        remark: 'Its ratio is online of received times the sync ratio, before the cap of 50%',
      },
    ],
  },
  TTTT: {
    code: 'TTTT',
    title: { vi: 'Thanh toán trực tuyến', en: 'Online payment' },
    max: 10,
    codeEvidence: 'inferred',
    components: [
      {
        ...LINEAR,
        code: 'PAYMENT_DOSSIERS',
        title: { vi: 'Hồ sơ thanh toán trực tuyến', en: 'Dossiers paid online' },
        max: 6,
      },
      {
        ...LINEAR,
        code: 'PAYMENT_PROCEDURES_INTEGRATED',
        title: {
          vi: 'Thủ tục có nghĩa vụ tài chính được cung cấp thanh toán trực tuyến',
          en: 'Procedures with a fee that can be paid online',
        },
        max: 2,
        capPercent: 80,
      },
      {
        ...LINEAR,
        code: 'PAYMENT_PROCEDURES_WITH_TRANSACTION',
        title: {
          vi: 'Thủ tục có giao dịch thanh toán trực tuyến',
          en: 'Procedures with an online payment made',
        },
        max: 2,
        capPercent: 80,
      },
    ],
  },
} as const satisfies Record<string, Group>
