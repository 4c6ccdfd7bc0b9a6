import type { Bilingual } from '@ioc/schemas/catalogues/index.ts'
import type { Problem } from './problem.ts'

type Named = { code: string; validFrom?: string; name?: Bilingual; title?: Bilingual; text?: Bilingual }

/** Names are NFC, without stray spaces, and know one apostrophe: otherwise equal names compare as different. */
export function checkNames(file: Problem['file'], rows: readonly Named[], list = ''): Problem[] {
  return rows.flatMap((row) => {
    const name = row.name ?? row.title ?? row.text
    if (!name) return []
    const key = list + (row.validFrom ? `${row.code}@${row.validFrom}` : row.code)
    return Object.entries(name).flatMap(([language, text]) => {
      const at = { file, row: `${key} (${language})` }
      const problems: Problem[] = []
      if (text !== text.normalize('NFC')) {
        problems.push({ ...at, code: 'name-not-nfc', message: `write ${quote(text)} in Unicode NFC` })
      }
      if (text !== text.trim() || /\s\s|[^\S ]/u.test(text)) {
        const message = `drop the outer and doubled spaces of ${quote(text)}; between words stands one plain space`
        problems.push({ ...at, code: 'name-spaces', message })
      }
      if (/[‘’ʼ`´]/u.test(text)) {
        const message = `write the apostrophe of ${quote(text)} as U+0027, as every other name does`
        problems.push({ ...at, code: 'name-apostrophe', message })
      }
      return problems
    })
  })
}

const quote = (text: string): string => JSON.stringify(text)
