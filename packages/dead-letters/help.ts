export const HELP = `npm run dead-letters -- <command> [--json]

Records that were rejected: kept sealed, listed in the open, mended and sent again by hand. A position is
topic/partition/offset, e.g. dossier.v1/0/42; a replay always links to the first dead letter.

  list                       newest first, without their content
  count                      how many by reason, source and state
  show POSITION              where, why, what was done, and the event with person fields masked (opening is recorded)
  verdict POSITION           what would become of it if it were sent now; with --set, --remove, --patch: after mending
  mend POSITION… | filters   the same after changes; sends only with --send
  replay POSITION… | filters judges each, sends what would be kept, waits for the ledger's word
  drop POSITION… | filters   sets aside, with --why; nothing is deleted
  reopen POSITION… | filters takes a drop back, with --why (also: restore)

Filters: --source NAME  --id EVENT-ID (as its sender knows it)  --reason CODE  --contract ID  --state open|sent|replayed|rejected-again|dropped
         --from, --to INSTANT (a bare day is its beginning)  --limit N
list:    --unit CODE (opens in memory to compare, recorded as one search)  --before NEXT
show:    --sealed (opens nothing)  --unmasked (needs --why)
mend:    --set path=json   --remove path   --patch file.json (RFC 7396)
         paths as reasons give them: data.dueAt, id, type; a name shown as ?1 is called ?1
mend and replay: --dry-run  --again (also what is replayed or dropped)  --wait SECONDS [30]  --no-wait
all:     --why TEXT  --actor NAME [the user of this machine]

Settings as for npm start: IOC_DATA_DIR [.ioc] (holds the sealing key), KAFKA_BROKERS and CLICKHOUSE_URL (both follow
IOC_PORT_BASE where not set) and their accounts.
Exit codes: 0 done; 1 refused, failed, or something asked for was not kept; 78 wrong settings or words.
`
