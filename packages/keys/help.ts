export const HELP = `npm run keys -- signing <command> [--owner <owner>] [--json]
npm run keys -- operator <command> [name] [--json]

Signing keys: snapshot-publisher signs snapshots, national-ioc signs receipts. Running services use what is said here at once.

  signing list                        every key: in use, next, retired, revoked, with its name and since when
  signing prepare (or: new)           makes the next key and publishes it in /.well-known/jwks.json before it signs
  signing rotate [--now]              the prepared key takes over; the one before stays published. --now: also without a prepared one
  signing revoke <kid> --why <words>  nothing signed with it is believed any more; if it is the one in use, a new one takes over

Operators' tokens: whoever changes something at the operations centre or the publisher sends one. They are kept hashed, and are read
at each request. A service in which something can be changed listens beyond this machine only if there is one.

  operator list                       every named token, valid or revoked, since when
  operator new <name>                 makes a token for a name (small letters, digits, dots, hyphens) and shows it this once
  operator revoke <name>              refused from the next request on

  --owner <owner>  snapshot-publisher (if not said) or national-ioc; list shows both, revoke finds it by the key
  --json           one JSON object on stdout
  --help           this text

Settings: IOC_DATA_DIR [.ioc]. Exit codes: 0 done; 1 refused, with one line that says why; 78 wrong settings or words.
`
