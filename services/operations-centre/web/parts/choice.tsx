type Option<Value> = { value: Value; text: string; lang?: string }
type ChoiceProps<Value> = {
  label: string
  options: readonly Option<Value>[]
  chosen: Value
  choose(value: Value): void
}

/** One of a few, as a row of buttons. */
export function Choice<Value extends string>({ label, options, chosen, choose }: ChoiceProps<Value>) {
  return (
    <fieldset className="choice">
      <legend className="hidden">{label}</legend>
      {options.map(({ value, text, lang }) => (
        <button
          key={value}
          type="button"
          lang={lang}
          aria-pressed={value === chosen}
          onClick={() => choose(value)}
        >
          {text}
        </button>
      ))}
    </fieldset>
  )
}
