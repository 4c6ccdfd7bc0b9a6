-- One row per Kafka record, whatever became of it. A repeat of an insert is the same key; readers use FINAL.
-- `value` is the record's own text where kept, and base64 of sealed bytes (AES-256-GCM) where rejected: `sealed_with` names the key.
CREATE TABLE IF NOT EXISTS ledger
(
    topic             LowCardinality(String),
    `partition`       Int32,
    `offset`          UInt64,
    appended_at       DateTime64(3, 'Asia/Ho_Chi_Minh'),
    verdict           Enum8('keep' = 1, 'skip' = 2, 'reject' = 3, 'control' = 4),
    event_source      LowCardinality(String),
    event_id          String,
    event_type        LowCardinality(String),
    event_time        Nullable(DateTime64(3, 'Asia/Ho_Chi_Minh')),
    subject           String,
    reasons           Array(Tuple(path String, code LowCardinality(String), message String)),
    contract          LowCardinality(String),
    catalogue_version LowCardinality(String),
    value             String CODEC(ZSTD(1)),
    value_bytes       UInt32,
    sealed_with       LowCardinality(String)
)
ENGINE = ReplacingMergeTree
ORDER BY (topic, `partition`, `offset`);
