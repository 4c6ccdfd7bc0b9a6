import { isAbsolute } from 'node:path'
import { z } from 'zod'

/** How a place receives files. What is null is found in each file. */
export const dropSettings = z.strictObject({
  /** Where the files appear, as an absolute path. Its subfolders are not looked into. */
  folder: z.string().refine(isAbsolute, {
    error: 'expects the absolute path of the folder the files appear in, e.g. /srv/ioc/survey-forms',
  }),
  /** Which of them, by name, as a shell writes it: `phieu-*.xlsx`. Upper and lower case are one. */
  files: z.string().min(1).default('*'),
  encoding: z.enum(['utf-8', 'utf-16', 'windows-1258']).nullable().default(null),
  delimiter: z.enum([',', ';', '\t', '|']).nullable().default(null),
  /** Name of the sheet of a workbook; null: the first that is not hidden. */
  sheet: z.string().min(1).nullable().default(null),
  /** Row of the column names as a spreadsheet numbers it, from 1. */
  headerRow: z.int().min(1).max(1_000).nullable().default(null),
  /** A file is whole when its size and times have not changed for so long. */
  settleMs: z.int().min(0).max(3_600_000).default(2_000),
})
export type DropSettings = z.output<typeof dropSettings>
