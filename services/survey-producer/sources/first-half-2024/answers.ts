import type { Question } from '@ioc/catalogues'
import { chance, permutation } from '@ioc/simulation'

/** Columns ticked on one form, by question code; null for no opinion. */
export type Answers = Record<string, number | null>

const P = { straight: 1, column: 2, answer: 3, cell: 4 }

/** A column of the five, leaning to the good side. */
const leaning = (u: number) => (u < 0.02 ? 1 : u < 0.07 ? 2 : u < 0.27 ? 3 : u < 0.75 ? 4 : 5)

/**
 * SIPAS forms whose share of "hài lòng" and "rất hài lòng" among all answers of the index is the printed percentage,
 * as near as whole answers allow. Some people tick one column straight down; they count like all others.
 */
export const sipasForms = (
  seed: number,
  questions: readonly Question[],
  plan: { forms: number; straightPerHundred: number; noOpinionPerHundred: number },
  percent: number,
): Answers[] => {
  const forms = Array.from({ length: plan.forms }, (_, form) => draftForm(seed, form, questions, plan))
  const free: { form: number; question: Question }[] = []
  let answered = 0
  let satisfied = 0
  forms.forEach(({ answers, straight }, form) => {
    for (const question of questions) {
      const answer = answers[question.code]
      if (!question.inIndex || answer === null || answer === undefined) continue
      answered++
      if (straight) satisfied += isTopTwo(answer, question) ? 1 : 0
      else free.push({ form, question })
    }
  })
  const wanted = Math.round((answered * percent) / 100) - satisfied
  if (wanted < 0 || wanted > free.length) throw new Error('too many straight forms for the printed index')
  const place = permutation(seed, free.length)
  free.forEach(({ form, question }, cell) => {
    const u = chance(seed, cell, P.cell)
    const top = place(cell) < wanted
    forms[form]!.answers[question.code] = top
      ? question.max - (u < 0.6 ? 1 : 0)
      : question.min + (u < 0.1 ? 0 : u < 0.35 ? 1 : 2)
  })
  return forms.map(({ answers }) => answers)
}

const isTopTwo = (answer: number, question: Question) => answer >= question.max - 1

function draftForm(
  seed: number,
  form: number,
  questions: readonly Question[],
  plan: { straightPerHundred: number; noOpinionPerHundred: number },
) {
  const straight = chance(seed, form, P.straight) * 100 < plan.straightPerHundred
  const column = leaning(chance(seed, form, P.column))
  const answers: Answers = {}
  questions.forEach((question, i) => {
    const u = chance(seed, form * 100 + i, P.answer)
    if (straight) answers[question.code] = column
    else answers[question.code] = u * 100 < plan.noOpinionPerHundred ? null : leaning((u * 7919) % 1)
  })
  return { answers, straight }
}

/**
 * Leaders' forms whose mean normalised answer is the printed points exactly. Questions turn best and worst round, so a
 * column ticked straight down scores half of them at the worst: those forms stay in, and the others make up for them.
 */
export const leadersForms = (
  seed: number,
  questions: readonly Question[],
  plan: { forms: number; straightPerHundred: number; noOpinionForms: number },
  share: { numerator: number; denominator: number },
): Answers[] => {
  const place = permutation(seed, plan.forms)
  const forms = Array.from({ length: plan.forms }, (_, form) => {
    const straight = (place(form) * 100) / plan.forms < plan.straightPerHundred
    const silent = place(form) >= plan.forms - plan.noOpinionForms
    const column = chance(seed, form, P.column) < 0.6 ? 5 : 4
    const answers: Answers = {}
    questions.forEach((question, i) => {
      const u = chance(seed, form * 100 + i, P.answer)
      const good = u < 0.03 ? 1 : u < 0.12 ? 2 : u < 0.6 ? 3 : 4
      if (straight) answers[question.code] = column
      else answers[question.code] = silent && i === form % questions.length ? null : columnOf(question, good)
    })
    return { answers, straight }
  })

  const scale = questions[0]!.max - questions[0]!.min
  const cells = forms.flatMap(({ answers, straight }) =>
    questions
      .filter((question) => answers[question.code] !== null)
      .map((question) => ({ answers, straight, question })),
  )
  const total = cells.length * scale * share.numerator
  if (total % share.denominator !== 0)
    throw new Error(
      `${cells.length} answers cannot have a mean of exactly ${share.numerator}/${share.denominator}`,
    )
  let missing =
    total / share.denominator -
    cells.reduce((sum, { answers, question }) => sum + goodness(question, answers[question.code]!), 0)
  const free = cells.filter((cell) => !cell.straight)
  const order = permutation(seed, free.length)
  // One column up or down at a time, each answer at most once a round.
  while (missing !== 0) {
    const before = missing
    for (let i = 0; i < free.length && missing !== 0; i++) {
      const { answers, question } = free[order(i)]!
      const now = goodness(question, answers[question.code]!)
      const next = now + Math.sign(missing)
      if (next < 0 || next > scale) continue
      answers[question.code] = columnOf(question, next)
      missing -= Math.sign(missing)
    }
    if (missing === before)
      throw new Error('no answer is left to change: the printed points cannot be reached')
  }
  return forms.map(({ answers }) => answers)
}

/** Steps from the worst column, and back. */
const goodness = (question: Question, column: number) =>
  question.direction === 'ascending' ? column - question.min : question.max - column
const columnOf = (question: Question, good: number) =>
  question.direction === 'ascending' ? question.min + good : question.max - good
