export const HELP = `npm run keys -- new|list|revoke|rotate <source> [--json]
npm run keys -- signing <command> [--owner <owner>] [--json]
npm run keys -- operator <command> [name] [--json]
npm run keys -- callers list|rotate [--overlap 90d] [--json]

Signing keys: snapshot-publisher signs snapshots, national-ioc signs receipts. Running services use what is said here at once.

  signing list                        every key: in use, next, retired, revoked, with its name and since when
  signing prepare (or: new)           makes the next key and publishes it in /.well-known/jwks.json before it signs
  signing rotate [--now]              the prepared key takes over; the one before stays published. --now: also without a prepared one
  signing revoke <kid> --why <words>  nothing signed with it is believed any more; if it is the one in use, a new one takes over

Push keys: whoever sends events to a producer sends one, as Bearer. They are kept hashed, are looked at anew at each request, and each
speaks for one source. The first sources (dossier-push, feedback-push, survey-push, figure-push) have theirs in keys/<source> too.

  list [source]                       every key: its id, state, producer, units, who made it and when it ends
  new <source> [--producer SERVICE]   makes a key and shows it this once; a source may have several. --producer for a new name:
                                      dossier-producer, hotline-producer, survey-producer or figure-producer
      --units 672,673                 it may speak of these units and those below them only [all]
      --expires 90d                   after which it is refused [never]
  rotate <source> [--overlap 24h]     a new key with the same rights; the ones before end after the overlap [24h], 0: at once
  revoke <source>                     its keys are refused from the next request on
      --key ID                        of revoke and rotate: this key alone
      --by NAME                       who does it [the user of this machine]; it is kept with the key and in the audit

Keys of feedback callers: a caller's number is kept as a keyed hash alone, and who writes again is known by it.

  callers list                        the key in use, and the one before while both are written
  callers rotate [--overlap 90d]      a new key, used at once; until the overlap ends each event has both hashes, so that who wrote
                                      before is seen again. What is read again later (backfill, reset) has the new one alone

Operators' tokens: whoever changes something at the operations centre or the publisher sends one. They are kept hashed, and are read
at each request. A service in which something can be changed listens beyond this machine only if there is one.

  operator list                       every named token, valid or revoked, since when
  operator new <name>                 makes a token for a name (small letters, digits, dots, hyphens) and shows it this once
  operator revoke <name>              refused from the next request on

  --owner <owner>  snapshot-publisher (if not said) or national-ioc; list shows both, revoke finds it by the key
  --json           one JSON object on stdout
  --help           this text

Settings: IOC_DATA_DIR [.ioc]; CLICKHOUSE_URL (follows IOC_PORT_BASE where not set), CLICKHOUSE_USER, CLICKHOUSE_PASSWORD: new, revoke
and rotate are written to the audit where ClickHouse answers, and done where it does not. Exit codes: 0 done; 1 refused, with one line that says why; 78 wrong settings or words.
`
