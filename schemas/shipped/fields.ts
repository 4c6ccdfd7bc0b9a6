/** One field of a contract's data as it goes over the wire. Absent members are unbounded. */
export type FieldForm = {
  type: string
  required: boolean
  nullable: boolean
  /** JSON of the default; absent: none. */
  default?: string
  enum?: readonly unknown[]
  pattern?: string
  /** Pattern of the names, where names are data. */
  names?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
}

export type JsonSchema = {
  type?: string
  enum?: unknown[]
  const?: unknown
  default?: unknown
  description?: string
  pattern?: string
  anyOf?: JsonSchema[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  propertyNames?: JsonSchema
  additionalProperties?: boolean | JsonSchema
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
}

const BOUNDS = ['minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems'] as const

/** The fields of a JSON Schema by their path: `extensions`, `extensions[].newDueAt`, `answers.*`. */
export const fieldsOf = (schema: JsonSchema): Record<string, FieldForm> =>
  Object.fromEntries(below('', schema))

function* below(path: string, schema: JsonSchema): Generator<[string, FieldForm]> {
  for (const [name, child] of Object.entries(schema.properties ?? {})) {
    const at = path === '' ? name : `${path}.${name}`
    yield* field(at, child, schema.required?.includes(name) === true && child.default === undefined)
  }
  if (schema.items) yield* field(`${path}[]`, schema.items, true)
  if (typeof schema.additionalProperties === 'object')
    yield* field(`${path}.*`, schema.additionalProperties, true)
}

function* field(path: string, schema: JsonSchema, required: boolean): Generator<[string, FieldForm]> {
  const branches = schema.anyOf ?? [schema]
  const own = branches.find(({ type }) => type !== 'null') ?? {}
  const bounds = BOUNDS.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]] as const]))
  yield [
    path,
    {
      type: own.type ?? 'any',
      required,
      nullable: branches.some(({ type }) => type === 'null'),
      ...(schema.default !== undefined && { default: JSON.stringify(schema.default) }),
      ...(own.enum && { enum: own.enum }),
      ...(own.pattern !== undefined && { pattern: own.pattern }),
      ...(own.propertyNames?.pattern !== undefined && { names: own.propertyNames.pattern }),
      ...Object.fromEntries(bounds),
    },
  ]
  yield* below(path, own)
}
