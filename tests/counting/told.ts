/** Data of any contract as it stands in JSON. */
export type Data = {
  issuingSystem: string
  recordedAt: string
  sequence: number
  voided: boolean
  [field: string]: unknown
}

/** One event as far as counting goes: its contract, its data, and what the contract does not know of it. */
export type Told = {
  topic: string
  data: Data | null
  extra: Record<string, unknown> | null
}
