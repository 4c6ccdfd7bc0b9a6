import { posix } from 'node:path'
import { sameName } from '../../texts/tidy.ts'
import { Unreadable } from '../file.ts'
import { readXml } from './xml.ts'
import type { Parts } from './zip.ts'

export type Sheet = { name: string; hidden: boolean; part: string }
export type Workbook = {
  sheets: Sheet[]
  /** Days are counted from 1904 on, as Excel for Mac once did. */
  from1904: boolean
  strings: string | null
  styles: string | null
}

const PART_BYTES_MAX = 16_777_216

const relationsOf = async (parts: Parts, part: string) => {
  const { dir, base } = posix.parse(part)
  const name = posix.join(dir, '_rels', `${base}.rels`)
  const relations: { id: string; type: string; part: string }[] = []
  if (!parts.has(name)) return relations
  const open = (tag: string, { Id, Type, Target, TargetMode }: Readonly<Record<string, string>>) => {
    if (tag !== 'Relationship' || TargetMode === 'External' || Target === undefined) return
    const path = Target.startsWith('/') ? Target.slice(1) : posix.join(dir, Target)
    relations.push({ id: Id ?? '', type: (Type ?? '').split('/').at(-1)!, part: path })
  }
  for await (const _ of readXml(parts.read(name, PART_BYTES_MAX), { open }));
  return relations
}

/** What sheets a workbook has and where. @throws Unreadable */
export const readWorkbook = async (parts: Parts): Promise<Workbook> => {
  const root = (await relationsOf(parts, '')).find(({ type }) => type === 'officeDocument')
  const part = root?.part ?? 'xl/workbook.xml'
  if (!parts.has(part)) throw new Unreadable('file-not-readable', 'is an archive, but no workbook')
  const relations = await relationsOf(parts, part)
  const sheets: Sheet[] = []
  let from1904 = false
  const open = (tag: string, attributes: Readonly<Record<string, string>>) => {
    if (tag === 'workbookPr') from1904 = ['1', 'true'].includes(attributes.date1904 ?? '')
    if (tag !== 'sheet') return
    const relation = relations.find(({ id }) => id === attributes.id)
    // A sheet that is a chart has no rows.
    if (relation?.type !== 'worksheet') return
    const { name = '', state = 'visible' } = attributes
    sheets.push({ name, hidden: state !== 'visible', part: relation.part })
  }
  for await (const _ of readXml(parts.read(part, PART_BYTES_MAX), { open }));
  const partOf = (type: string) => {
    const found = relations.find((each) => each.type === type)?.part
    return found !== undefined && parts.has(found) ? found : null
  }
  return { sheets, from1904, strings: partOf('sharedStrings'), styles: partOf('styles') }
}

/** The sheet of a name, hidden or not; without one the first that is not hidden. @throws Unreadable naming those there are */
export const chooseSheet = ({ sheets }: Workbook, name: string | null): Sheet => {
  const found =
    name === null
      ? sheets.find(({ hidden }) => !hidden)
      : sheets.find((sheet) => sameName(sheet.name) === sameName(name))
  if (found) return found
  throw new Unreadable(
    'file-not-readable',
    name === null
      ? 'has no sheet that is not hidden'
      : `has no sheet “${name}”, which the settings (sheet) name; it has ${sheets.length} others`,
  )
}
