-- What operators did, and what came of it. Append-only: no row is ever changed or taken away. Before an act a row `asked` is written, after
-- it `done`, `refused` or `failed`; an act with `asked` alone is one whose end nobody could write. Keyed by the act's own id and the
-- step, so a repeat of an insert is the same row. `operator` is the name of the token that was shown; `said_name` and `why` are
-- written by people, `content` by us; none holds a value of a record or a key.
CREATE TABLE IF NOT EXISTS audit
(
    asked_at      DateTime64(3, 'Asia/Ho_Chi_Minh'),
    audit_id      String,
    step          LowCardinality(String),
    at            DateTime64(3, 'Asia/Ho_Chi_Minh'),
    service       LowCardinality(String),
    operator      LowCardinality(String),
    said_name     String,
    action        LowCardinality(String),
    subject       String,
    why           String,
    content       String CODEC(ZSTD(1)),
    code          LowCardinality(String)
)
ENGINE = ReplacingMergeTree
ORDER BY (asked_at, audit_id, step);
