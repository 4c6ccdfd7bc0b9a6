import type { Bilingual } from '../evidence.ts'
import type { SurveyProfile } from './profile.ts'

export type SurveyPoint = { profile: SurveyProfile; year: number; value: string }

/** Points that may be drawn as one line, or why they may not. */
export type OneLine =
  | { kind: 'line'; profile: string | null; points: { year: number; value: string }[] }
  | { kind: 'refused'; profiles: string[]; reason: Bilingual }

/**
 * Puts results of a survey on one line, in order of years, only if all are of one survey and one version of its method. Lâm Đồng's
 * SIPAS fell from 87.68 (2021) to about 80 (2022) with the method, which says nothing about the province (domain.md §5).
 */
export const onOneLine = (points: readonly SurveyPoint[]): OneLine => {
  const profiles = [...new Set(points.map(({ profile }) => profile.id))].sort()
  if (profiles.length > 1)
    return {
      kind: 'refused',
      profiles,
      reason: {
        vi: `Không so sánh được: ${profiles.join(', ')} đo bằng các phương pháp khác nhau`,
        en: `Not comparable: ${profiles.join(', ')} are measured by different methods`,
      },
    }
  return {
    kind: 'line',
    profile: profiles[0] ?? null,
    points: points.map(({ year, value }) => ({ year, value })).sort((a, b) => a.year - b.year),
  }
}
