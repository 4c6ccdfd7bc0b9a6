-- Every signed snapshot as it was published, byte for byte (`artefact` is the JSON text that was sent).
CREATE TABLE IF NOT EXISTS snapshot
(
    group         LowCardinality(String),
    `date`        Date,
    revision      UInt32,
    digest        String,
    artefact      String CODEC(ZSTD(1)),
    published_at  DateTime64(3, 'Asia/Ho_Chi_Minh')
)
ENGINE = ReplacingMergeTree
ORDER BY (group, `date`, revision);

-- Every attempt to deliver one, with the answer: append-only, keyed by the attempt's own id.
CREATE TABLE IF NOT EXISTS delivery
(
    group         LowCardinality(String),
    `date`        Date,
    revision      UInt32,
    attempt_id    String,
    attempted_at  DateTime64(3, 'Asia/Ho_Chi_Minh'),
    duration_ms   UInt32,
    receiver      LowCardinality(String),
    http_status   UInt16,
    outcome       LowCardinality(String),
    digest        String,
    receipt       String CODEC(ZSTD(1)),
    detail        String
)
ENGINE = ReplacingMergeTree
ORDER BY (group, `date`, revision, attempted_at, attempt_id);
