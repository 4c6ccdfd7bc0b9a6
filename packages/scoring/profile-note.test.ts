import { expect, test } from 'vitest'
import { PROFILE_766_2026, SIPAS_2022 } from './index.ts'
import { profileNote } from './profile-note.ts'

test.each([
  {
    profile: PROFILE_766_2026,
    periodTo: '2024-06-30',
    note: { vi: 'quy tắc năm 2026 áp dụng cho năm 2024', en: 'rule of 2026 applied to 2024' },
  },
  {
    profile: SIPAS_2022,
    periodTo: '2021-12-31',
    note: { vi: 'quy tắc năm 2022 áp dụng cho năm 2021', en: 'rule of 2022 applied to 2021' },
  },
  { profile: PROFILE_766_2026, periodTo: '2026-01-01', note: null },
  { profile: PROFILE_766_2026, periodTo: '2027-12-31', note: null },
])('$profile.id to $periodTo', ({ profile, periodTo, note }) => {
  expect(profileNote(profile, periodTo)).toEqual(note)
})

test.each(['', '2024', '30/6/2024', '2024-06-30T00:00:00+07:00'])('"%s" is no day', (periodTo) => {
  expect(() => profileNote(PROFILE_766_2026, periodTo)).toThrow(RangeError)
})
