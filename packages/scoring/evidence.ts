/**
 * How far a rule can be relied on, so that a screen can say it beside the number.
 * `published`: a public source states it, or prints figures only it reproduces. `inferred`: it fits the printed figures, no source
 * states it. `unconfirmed`: background knowledge, or a source that could not be read.
 */
export type Evidence = 'published' | 'inferred' | 'unconfirmed'

export const EVIDENCE: readonly Evidence[] = ['published', 'inferred', 'unconfirmed']

/** Words for a screen: Vietnamese first, NFC. */
export type Bilingual = { vi: string; en: string }
