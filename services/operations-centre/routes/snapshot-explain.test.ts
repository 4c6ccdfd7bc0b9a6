import { expect, test } from 'vitest'
import { z } from 'zod'
import { type ExplainDoors, snapshotExplainOperation } from './snapshot-explain.ts'

test('the remark of a rule is among what the interface says it answers', () => {
  // Only the shape is looked at: no door is opened.
  const { answer } = snapshotExplainOperation({} as ExplainDoors)
  const { properties, required } = z.toJSONSchema(answer, { io: 'output', unrepresentable: 'any' })
  expect(required).toContain('remark')
  expect(properties?.remark).toMatchObject({ anyOf: [{ required: ['vi', 'en'] }, { type: 'null' }] })
})
