import { TABLES } from './tables.ts'

export const DOCUMENT = 'docs/scale.md'

const PLACE = /<!-- made: (\w+) -->\n[\s\S]*?<!-- end -->/g

/**
 * The document with every table as the plan and its simulation make it now.
 * @throws Error naming a place no table has, or a table that has no place
 */
export const remade = (text: string): string => {
  const places = [...text.matchAll(PLACE)].map((place) => place[1]!)
  const wrong = [
    ...places.filter((name) => !Object.hasOwn(TABLES, name)).map((name) => `${name} is no table`),
    ...Object.keys(TABLES).flatMap((name) => (places.includes(name) ? [] : `${name} has no place`)),
  ]
  if (wrong.length > 0)
    throw new Error(
      `${DOCUMENT}: ${wrong.join('; ')}; expects <!-- made: name --> and <!-- end --> for each of ${Object.keys(TABLES).join(', ')}`,
    )
  return text.replace(
    PLACE,
    (_, name: string) => `<!-- made: ${name} -->\n\n${TABLES[name]!()}\n\n<!-- end -->`,
  )
}
