/**
 * The look of the receiver's page: light or dark as the reader's machine prefers, a table at a desk and one card a row on a phone,
 * where every cell says what it is by its `data-label`.
 */
export const STYLE = `
:root { color-scheme: light dark; --ground: #fff; --ink: #1b1b1b; --soft: #555; --line: #ccc; --head: #f2f2f2; --link: #0b57a4; --bad: #a80000 }
@media (prefers-color-scheme: dark) {
  :root { --ground: #141816; --ink: #e9efec; --soft: #a9b5af; --line: #3a4540; --head: #202824; --link: #8fc0f2; --bad: #ff9a8f }
}
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 84rem; padding: 0 1rem; color: var(--ink); background: var(--ground) }
a { color: var(--link) }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top }
th { background: var(--head) } [lang=en] { color: var(--soft); font-weight: normal; font-size: .9em }
code { font-size: .8rem; overflow-wrap: anywhere } .group code { display: block; color: var(--soft) }
.date, .instant { white-space: nowrap } .digest { min-width: 16.5rem }
.alarm { border: 3px solid var(--bad); padding: 0 1rem 1rem; margin: 1rem 0 } .alarm h2 { color: var(--bad) }
@media (max-width: 62rem) {
  table, tbody, tr, td { display: block; width: auto } thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
  tr { border: 1px solid var(--line); margin: 0 0 .75rem; padding: .35rem .6rem } td { border: 0; padding: .15rem 0; min-width: 0; overflow-wrap: anywhere }
  td::before { content: attr(data-label) ": "; color: var(--soft) } .group code { display: inline } .date, .instant { white-space: normal } .digest { min-width: 0 }
}
`
