import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** The province's five documents, in the order they were handed over; a code names text, figures and events alike. */
export const DOCUMENT_CODES = [
  'bai-viet-cuoi-nam-2024',
  'bai-viet-2022-10-28',
  'bc-cchc-6t-2024',
  'kh-5024-2024',
  'bai-viet-lam-ha-2022-12-28',
] as const
export type DocumentCode = (typeof DOCUMENT_CODES)[number]

/** Why a figure is carried by no indicator; each with the sentence a reader is shown. */
export const LEFT_OUT_REASONS = {
  target: 'a goal for the future, not a result',
  plan: 'a plan that later law or fact replaced; the facts stand elsewhere',
  threshold: 'a bound in the definition of something else, not a measurement',
  'part-of-carried': 'a part of a figure that is carried; nobody steers by the part alone',
  'follows-from-others': 'a sum or share that follows from figures that are carried',
  change: 'a change against another year; the value of the year itself is carried',
  activity: 'an activity that is told, without a measure of its result',
  approximate: 'printed as about, more than or nearly, so no number to hold anybody to',
  'few-persons': 'so few persons that the number speaks of them',
  infrastructure: 'a description of equipment or of how things are laid out',
  'page-furniture': 'of the web page around the text, not of the document',
} as const
export type LeftOutReason = keyof typeof LEFT_OUT_REASONS

const reasons = Object.keys(LEFT_OUT_REASONS) as [LeftOutReason, ...LeftOutReason[]]
const text = z
  .string()
  .min(1)
  .refine((value) => value === value.normalize('NFC'), { error: 'is not NFC' })

/** One figure of a document, or a few that are one statement ("151.017 of 157.270, 96,02%"). */
const figure = z
  .strictObject({
    /** The piece of the text that holds the numbers, as printed; any white space stands for any other. */
    at: text,
    /** Section of the document: "II.2.d". */
    where: text,
    what: z.strictObject({ vi: text, en: text }),
    /** Every number of the piece that is a figure, exactly as printed and in order. */
    numbers: z.array(text).min(1),
    /** Whom it counts: "68" the province, "68: departments", "676" a district, a body's name. */
    scope: text,
    period: z.strictObject({ from: z.iso.date(), to: z.iso.date(), inferred: z.boolean() }).nullable(),
    /** Why there is no period. */
    noPeriod: text.optional(),
    /** Unit as printed; several are joined by "; ". */
    unit: text,
    /** Indicator that carries it. */
    carriedBy: text.nullable(),
    leftOut: z.strictObject({ reason: z.enum(reasons), words: text.optional() }).nullable(),
  })
  .refine((f) => (f.carriedBy === null) !== (f.leftOut === null), {
    error: 'needs exactly one of carriedBy and leftOut',
  })
  .refine((f) => (f.period === null) === (f.noPeriod !== undefined), {
    error: 'needs either a period or noPeriod, the reason there is none',
  })
  .refine((f) => f.period === null || f.period.from <= f.period.to, {
    error: 'has a period that ends before it begins',
  })
export type DocumentFigure = z.infer<typeof figure>

/** `figures/<code>.json`: the figures of one document, in the order of its text. */
export const documentFigures = z.array(figure)

export type SeedDocument = { code: DocumentCode; text: string; figures: DocumentFigure[] }

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

/** Reads one document: its text as it was handed over (NFC) and the list of its figures. Throws where the list has another form. */
export const readDocument = (code: DocumentCode): SeedDocument => ({
  code,
  text: read(`texts/${code}.txt`),
  figures: documentFigures.parse(JSON.parse(read(`figures/${code}.json`))),
})
