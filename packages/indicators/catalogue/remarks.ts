import type { Bilingual } from '@ioc/scoring'

/** Several remarks as one. */
export const remarks = (...each: readonly Bilingual[]): Bilingual => ({
  vi: each.map(({ vi }) => vi).join('; '),
  en: each.map(({ en }) => en).join('; '),
})
