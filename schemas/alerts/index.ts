import { z } from 'zod'
import { alertRule } from './rule.ts'
import rules from './rules.json' with { type: 'json' }

export * from './rule.ts'

/** The rules to begin with; a person's word on one of the same id comes before it. */
export const defaultRules = z.array(alertRule).readonly().parse(rules)
