import { expect, test } from 'vitest'
import { occurringIn } from './occurring.ts'

test('different values between a beginning and each stretch, as sets count them, over more than one word', () => {
  const [stretches, conditions] = [70, 3]
  const begins = [0, 31, 32, 63, 69]
  let state = 7
  const draw = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return (state >>> 8) % below
  }
  const told = Array.from({ length: 400 }, () => ({
    scope: ['68', '676'][draw(2)]!,
    value: draw(40),
    stretch: draw(stretches),
    mask: draw(8),
  }))
  const occurring = occurringIn(stretches, conditions)
  for (const { scope, value, stretch, mask } of told) occurring.add(scope, value, stretch, mask)
  const counted = occurring.counted(begins)
  for (const scope of ['68', '676'])
    for (let condition = 0; condition < conditions; condition++) {
      const mine = told.filter((each) => each.scope === scope && ((each.mask >> condition) & 1) === 1)
      const between = (from: number, to: number) =>
        new Set(mine.filter(({ stretch }) => stretch >= from && stretch <= to).map(({ value }) => value)).size
      const numbers = counted.get(scope)![condition]!
      begins.forEach((begin, n) => {
        for (let to = begin; to < stretches; to++)
          expect(numbers[n * stretches + to], `${scope} ${condition} ${begin} ${to}`).toBe(between(begin, to))
      })
      for (let each = 0; each < stretches; each++)
        expect(numbers[begins.length * stretches + each]).toBe(between(each, each))
    }
})
