-- Rules of alerts as persons made or changed them: every version, keyed by rule, version and the edit's own id, so that a repeat of an insert
-- is the same row and two people who edit at once leave both. The newest counts; the rules to begin with are in schemas/alerts.
CREATE TABLE IF NOT EXISTS alert_rule
(
    rule_id       String,
    version       UInt32,
    edit_id       String,
    edited_at     DateTime64(3, 'Asia/Ho_Chi_Minh'),
    operator      LowCardinality(String),
    rule          String CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree
ORDER BY (rule_id, version, edit_id);

-- What alerts did. An alert is (rule, subject, when it began); each state it enters is one row, whichever centre saw it and however often:
-- the first word on a state stays. `alert_id` is a hash of the alert's name, `seen` what was seen then, `ended` why it is over.
CREATE TABLE IF NOT EXISTS alert_change
(
    rule_id       String,
    subject       String,
    began_at      DateTime64(3, 'Asia/Ho_Chi_Minh'),
    state         LowCardinality(String),
    alert_id      String,
    changed_at    DateTime64(3, 'Asia/Ho_Chi_Minh'),
    seen          String,
    ended         LowCardinality(String),
    operator      LowCardinality(String),
    word          String,
    earliest      UInt64 DEFAULT 9007199254740991 - toUnixTimestamp64Milli(changed_at)
)
ENGINE = ReplacingMergeTree(earliest)
ORDER BY (rule_id, subject, began_at, state);

-- Every attempt to tell the webhook of a change: `sending` before it is sent, then what came of it under the same key. The receiver tells
-- repeats apart by `delivery_id`, which is the alert's id and the state.
CREATE TABLE IF NOT EXISTS alert_delivery
(
    delivery_id     String,
    attempt_id      String,
    attempted_at    DateTime64(3, 'Asia/Ho_Chi_Minh'),
    duration_ms     UInt32,
    http_status     UInt16,
    outcome         LowCardinality(String),
    next_attempt_at DateTime64(3, 'Asia/Ho_Chi_Minh'),
    detail          String,
    step            UInt8
)
ENGINE = ReplacingMergeTree(step)
ORDER BY (delivery_id, attempt_id);
