import { always, share, subjects, within } from '../../define.ts'
import { dossierIndicator } from './family.ts'
import { RECEIVED, SIX_MONTHS } from './sources.ts'

const CHANNELS = [
  { channel: 'direct', vi: 'trực tiếp', en: 'at the desk' },
  { channel: 'online', vi: 'trực tuyến', en: 'online' },
  { channel: 'post', vi: 'qua bưu chính công ích', en: 'by public post' },
  // A record without a channel stays one: who reads it as "direct" (Decision 766 does) says so in its own rule.
  { channel: '', vi: 'không rõ kênh', en: 'by an unstated channel' },
] as const

/** Of the dossiers received in the period, the share that came by each channel. */
export const dossierByChannel = CHANNELS.map(({ channel, vi, en }) =>
  dossierIndicator({
    name: `channel.${channel === '' ? 'unstated' : channel}`,
    vi: `Tỷ lệ hồ sơ tiếp nhận ${vi}`,
    en: `Dossiers received ${en}`,
    kind: 'ratio',
    halves: {
      numerator: { vi: `trong đó hồ sơ tiếp nhận ${vi}`, en: `of those, received ${en}` },
      denominator: RECEIVED,
    },
    ...share(within('received_at'), always(`channel = '${channel}'`)),
  }),
)

/** Dossiers received online in the period, in all fields. */
export const dossierOnlineReceived = dossierIndicator({
  name: 'online-received',
  vi: 'Hồ sơ tiếp nhận trực tuyến',
  en: 'Dossiers received online',
  source: SIX_MONTHS,
  evidence: 'published',
  kind: 'count',
  halves: {
    numerator: {
      vi: 'hồ sơ tiếp nhận trực tuyến trong kỳ, ở mọi lĩnh vực',
      en: 'dossiers received online in the period, in all fields',
    },
    denominator: null,
  },
  numerator: subjects(within('received_at', "channel = 'online'")),
  denominator: null,
})
