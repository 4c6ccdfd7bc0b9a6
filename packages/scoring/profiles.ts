import type { Profile766 } from './decision-766/profile.ts'
import { PROFILE_766_2026 } from './decision-766/profile-2026.ts'
import type { ProfilePar } from './par/profile.ts'
import { PROFILE_PAR_2023 } from './par/profile-2023.ts'
import type { SurveyProfile } from './survey/profile.ts'
import { LEADERS_2023, SIPAS_2021, SIPAS_2022 } from './survey/profiles.ts'

export type Profile = Profile766 | ProfilePar | SurveyProfile

/** Every version of every rule by which points are given. A new version is a new row; none is ever edited once used. */
export const PROFILES: readonly Profile[] = [
  PROFILE_766_2026,
  PROFILE_PAR_2023,
  SIPAS_2022,
  SIPAS_2021,
  LEADERS_2023,
]

export const profileById = (id: string): Profile | null => PROFILES.find((each) => each.id === id) ?? null
