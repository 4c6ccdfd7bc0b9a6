import type { FieldForm } from './fields.ts'
import type { ShippedForm } from './form.ts'

/** One difference between a contract as it was shipped and as it is now. */
export type Change = {
  /** Of the data, `column <name>`, `rule <path> <code>` or `example <file>`. */
  where: string
  /** The rule it falls under. */
  rule: ChangeRule
  /** True: somebody who relied on what was shipped is let down. */
  breaking: boolean
  says: string
}

export type ChangeRule =
  | 'field-removed'
  | 'field-required'
  | 'field-added'
  | 'optional-made-required'
  | 'type-changed'
  | 'null-taken-out'
  | 'enum-value-taken-out'
  | 'bound-tightened'
  | 'pattern-changed'
  | 'default-changed'
  | 'rule-added'
  | 'subject-key-changed'
  | 'example-unreadable'
  | 'column-removed'
  | 'column-retyped'
  | 'table-changed'
  | 'widened'

/** What changed since a contract was shipped; empty: nothing that anybody could notice. Pure. */
export const changesSince = (shipped: ShippedForm, now: ShippedForm): Change[] => [
  ...(shipped.table === now.table
    ? []
    : [broken('table', 'table-changed', `rows lie in ${shipped.table}, not in ${now.table}`)]),
  ...bothWays(shipped.fields, now.fields).flatMap(([path, was, is]) =>
    was === undefined && is ? [newField(path, is, shipped)] : fieldChanges(path, was, is),
  ),
  ...now.rules
    .filter((rule) => !shipped.rules.includes(rule))
    .map((rule) => broken(`rule ${rule}`, 'rule-added', 'refuses what was taken before')),
  ...shipped.rules
    .filter((rule) => !now.rules.includes(rule))
    .map((rule) => widened(`rule ${rule}`, 'is no longer asked')),
  ...bothWays(shipped.columns, now.columns).flatMap(([name, was, is]) => columnChanges(name, was, is)),
  ...bothWays(shipped.subjects, now.subjects).flatMap(([file, was, is]) => exampleChanges(file, was, is)),
]

/** A change in one line: which contract, where, which rule, what. */
export const changeLine = (id: string, { where, rule, says }: Change): string =>
  `${id} ${where}: ${rule}, ${says}`

const broken = (where: string, rule: ChangeRule, says: string): Change => ({
  where,
  rule,
  breaking: true,
  says,
})
const fine = (where: string, rule: ChangeRule, says: string): Change => ({
  where,
  rule,
  breaking: false,
  says,
})
const widened = (where: string, says: string) => fine(where, 'widened', says)

function bothWays<Entry>(was: Record<string, Entry>, is: Record<string, Entry>) {
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])]
  return names.map((name): [string, Entry | undefined, Entry | undefined] => [name, was[name], is[name]])
}

/** The least that may be, and the most. */
const LOWER = ['minimum', 'minLength', 'minItems'] as const
const UPPER = ['maximum', 'maxLength', 'maxItems'] as const

/** A new field is a breach only for who already sends what it lies in. */
const newField = (path: string, is: FieldForm, shipped: ShippedForm): Change => {
  const parent = path.replace(/(?:\.?[^.[]+|\[\])$/, '')
  const sent = parent === '' || shipped.fields[parent] !== undefined
  return is.required && sent && !/(?:\[\]|\.\*)$/.test(path)
    ? broken(path, 'field-required', 'is new and has no default: who does not know it is refused')
    : fine(path, 'field-added', 'is new')
}

const fieldChanges = (path: string, was?: FieldForm, is?: FieldForm): Change[] => {
  if (!is) return [broken(path, 'field-removed', 'who sends it is refused')]
  if (!was) return []
  const changes: Change[] = []
  if (!was.required && is.required) changes.push(broken(path, 'optional-made-required', 'could be left out'))
  if (was.required && !is.required) changes.push(widened(path, 'may be left out'))
  if (was.type !== is.type) {
    const wider = was.type === 'integer' && is.type === 'number'
    changes.push(
      wider
        ? widened(path, 'takes any number')
        : broken(path, 'type-changed', `was ${was.type}, is ${is.type}`),
    )
  }
  if (was.nullable && !is.nullable) changes.push(broken(path, 'null-taken-out', 'could be null'))
  if (!was.nullable && is.nullable) changes.push(widened(path, 'may be null'))
  changes.push(...enumChanges(path, was.enum, is.enum))
  for (const name of [...LOWER, ...UPPER]) {
    const [old, next] = [was[name], is[name]]
    if (old === next) continue
    const lower = LOWER.some((each) => each === name)
    const tighter = next !== undefined && (old === undefined || (lower ? next > old : next < old))
    const says = `${name} was ${old ?? 'not bounded'}, is ${next ?? 'not bounded'}`
    changes.push(tighter ? broken(path, 'bound-tightened', says) : widened(path, says))
  }
  for (const name of ['pattern', 'names'] as const) {
    if (was[name] === is[name]) continue
    // Whether one pattern takes all another took cannot be told from their text.
    changes.push(
      is[name] === undefined
        ? widened(path, `${name} is no longer asked`)
        : broken(path, 'pattern-changed', `${name} was ${was[name] ?? 'any'}, is ${is[name]}`),
    )
  }
  if (was.default !== is.default && !(was.required && !is.required))
    changes.push(
      broken(
        path,
        'default-changed',
        `was ${was.default ?? 'none'}, is ${is.default ?? 'none'}: what was left out now means something else`,
      ),
    )
  return changes
}

const enumChanges = (
  path: string,
  was: readonly unknown[] | undefined,
  is: readonly unknown[] | undefined,
) => {
  if (!was && is) return [broken(path, 'enum-value-taken-out', 'took any value, now only some')]
  if (!was || !is) return was ? [widened(path, 'takes any value')] : []
  const gone = was.filter((value) => !is.includes(value))
  const more = is.filter((value) => !was.includes(value))
  return [
    ...(gone.length > 0 ? [broken(path, 'enum-value-taken-out', `no longer takes ${gone.join(', ')}`)] : []),
    ...(more.length > 0 ? [widened(path, `also takes ${more.join(', ')}`)] : []),
  ]
}

const columnChanges = (name: string, was?: string, is?: string): Change[] => {
  const where = `column ${name}`
  if (was === is) return []
  if (was === undefined) return [fine(where, 'field-added', `is new: ${is}`)]
  if (is === undefined) return [broken(where, 'column-removed', 'who reads it finds nothing')]
  return [broken(where, 'column-retyped', `was ${was}, is ${is}`)]
}

const exampleChanges = (file: string, was?: string | null, is?: string | null): Change[] => {
  const where = `example ${file}`
  if (was === is) return []
  if (was === undefined) return [fine(where, 'field-added', 'is new')]
  if (is === undefined || is === null)
    return [broken(where, 'example-unreadable', 'was shipped and is no longer read')]
  return [broken(where, 'subject-key-changed', `was of ${was}, is of ${is}: its history would be told apart`)]
}
