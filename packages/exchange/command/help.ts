export const HELP = `npm run snapshots -- <command> [--json]

  list                                        what is published, every revision, with the receiver's word; the newest first
      --group G --from DAY --to DAY --updated-after INSTANT --as-of INSTANT --limit N [50] --cursor NEXT
  show <group> <date>                         one snapshot: why, how complete, its cut, receipts, values by state
      --revision N [the newest] --as-of INSTANT
      --indicator ID --unit CODE --level L --period KIND --state S --limit N [40]   its values that match, as a table
      --csv  those values as CSV              --json  the signed artefact, byte for byte
  diff <group> <date>                         what two revisions have otherwise
      --from N --to N [the newest and the one before it] --limit N [40]
  explain <group> <date> <indicator>          a value down to its SQL as of that cut, run again: does it give the same halves?
      --revision N --unit CODE [68] --level L --period day|month|quarter|half-year|year|stated [the shortest there is]
      --to DAY                                last day of the period, where a report states several
      --half numerator|denominator            the events behind that half too  --limit N [40]
      --reveal                                numbers of a value that was published without, for who can read the operator's key
  preview <date> [--group G]                  what would be published for a day that is over, and what it would change; nothing is sent
  publish <date> [--group G] [--reason TEXT]  cut, sign and send a day that is over, at "now"; a group that has the day keeps it unless a
                                              reason is given, which makes the next revision (also: --date DAY)
  resend <group> <date> <revision> --reason TEXT
                                              send one again that was parked or refused

  DAY is yyyy-mm-dd, INSTANT e.g. 2024-07-01T00:05:00+07:00, by the system clock. preview, publish and resend ask the running
  publisher with the operator's key (keys/operator of the data folder); the others read ClickHouse alone.

Settings as for npm start: IOC_DATA_DIR [.ioc], IOC_HOST, IOC_PORT_BASE, CLICKHOUSE_URL (follows IOC_PORT_BASE where not set) and its account.
Exit codes: 0 done; 1 refused, not there, or explain gives other halves than were published; 69 the publisher or ClickHouse does not
answer; 78 wrong settings or words.
`
