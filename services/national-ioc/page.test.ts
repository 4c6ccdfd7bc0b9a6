import { expect, test } from 'vitest'
import { escapeHtml, pageOf } from './page.ts'

const hostile = `<img src=x onerror="alert('1')">&`

test('no character of HTML gets through', () => {
  expect(escapeHtml(hostile)).toBe('&#60;img src=x onerror=&#34;alert(&#39;1&#39;)&#34;&#62;&#38;')
})

test('whatever the archive holds, the page has no markup but its own', () => {
  const row = { group: hostile, date: hostile, revision: 1, receivedAt: hostile }
  const page = pageOf(
    [{ ...row, digest: hostile }],
    [{ ...row, bytesDigest: hostile, code: hostile, attempts: 1 }],
    [{ ...row, bytesDigest: hostile, digest: hostile, code: hostile, attempts: 1 }],
  )
  expect(page).not.toContain('<img')
  expect(page).not.toContain('onerror="')
  expect(page.match(/&#60;img/g)).toHaveLength(14) // every text cell; the address encodes it in its own way
})

test('a group is said in words with its code beside; one nobody told us of by its code alone', () => {
  const row = { date: '2024-06-30', revision: 1, receivedAt: '2024-07-01T00:05:00+07:00', digest: 'ab' }
  const page = pageOf(
    [
      { ...row, group: 'dossier' },
      { ...row, group: 'other-group' },
    ],
    [],
    [],
  )
  expect(page).toContain(
    'Thủ tục hành chính <span lang="en">Administrative procedures</span> <code>dossier</code>',
  )
  expect(page).toContain('class="group"><code>other-group</code>')
})
