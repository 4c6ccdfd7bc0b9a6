import type { Problem } from '@ioc/health'
import type { About, Fault, ProblemCode } from './problem-codes.ts'

/** A problem document of this service: what it says in English, and what a page needs to say it in its own words. */
export type CodedProblem = Problem & { code: ProblemCode; about?: About; parameters?: readonly Fault[] }

/** An answer that is a refusal; it becomes an RFC 9457 problem document. */
export class Refused extends Error {
  readonly problem: CodedProblem
  constructor(problem: CodedProblem) {
    super(problem.detail)
    this.name = 'Refused'
    this.problem = problem
  }
}
