import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = join(import.meta.dirname, '..', '..', 'schemas', 'catalogues', 'data')

/** A catalogue's data file as it lies there: the second counting asks none of the product's look-ups. */
export const readData = <Document>(name: string): Document =>
  JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Document
