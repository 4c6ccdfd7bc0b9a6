/** An alert as the centre answers it, of what tests look at. */
export type Alert = Record<string, unknown> & {
  id: string
  state: string
  subject: string
  rule: { id: string }
  now: { seen?: { denominator?: number } } | null
}
