import type { Problem } from '@ioc/health'

/** An answer that is a refusal; it becomes an RFC 9457 problem document. */
export class Refused extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail)
    this.name = 'Refused'
    this.problem = problem
  }
}
