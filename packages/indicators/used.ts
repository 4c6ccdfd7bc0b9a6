import type { SetOfSubjects } from './sets/index.ts'

const names = (text: string, name: string) => new RegExp(`\\b${name}\\b`).test(text)

/**
 * Of a set's facts, places and definitions only those that some text names, directly or through another fact: a query stays as
 * short as its question. Facts come in layers: each names only facts of layers before its own, since ClickHouse would write
 * out a name of the same SELECT again at every mention.
 */
export const usedOf = (set: SetOfSubjects, texts: readonly string[]) => {
  let text = texts.join('\n')
  const places = set.times.filter((time) => names(text, `${time}_in`))
  text += `\n${places.join('\n')}\n${set.belongsAt}`
  const facts = set.facts
    .toReversed()
    .filter(([name, sql]) => {
      const used = names(text, name)
      if (used) text += `\n${sql}`
      return used
    })
    .toReversed()
  const layers: (typeof facts)[] = []
  for (const fact of facts) {
    const after = layers.findLastIndex((layer) => layer.some(([name]) => names(fact[1], name)))
    layers[after + 1] = [...(layers[after + 1] ?? []), fact]
  }
  return {
    places,
    layers,
    columns: set.columns.filter((column) => names(text, column)),
    definitions: Object.entries(set.definitions)
      .filter(([name]) => names(text, name))
      .map(([name, sql]) => `${sql} AS ${name}`),
  }
}
