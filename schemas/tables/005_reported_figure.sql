-- Figures other bodies counted, and figures documents print: every version ever seen, one row per log position. A repeat of an insert is the same key, and the newest
-- version is the last of its subject; history is never keyed by event identity (design §4).
CREATE TABLE IF NOT EXISTS reported_figure_version
(
    topic             LowCardinality(String),
    `partition`       Int32,
    `offset`          UInt64,
    appended_at       DateTime64(3, 'Asia/Ho_Chi_Minh'),
    event_source      LowCardinality(String),
    event_id          String,
    subject           String,
    recorded_at       DateTime64(3, 'Asia/Ho_Chi_Minh'),
    sequence          UInt64,
    voided            Bool,
    content_hash      UInt64,
    extra             String,
    issuing_system    LowCardinality(String),
    figure_code       String,
    figure_kind       LowCardinality(String),
    indicator         LowCardinality(String),
    unit_code         LowCardinality(String),
    period_from       Date,
    period_to         Date,
    period_inferred   Bool,
    estimate          Bool,
    numerator         Nullable(Decimal(24, 6)),
    denominator       Nullable(Decimal(24, 6)),
    printed           String,
    known_difference  LowCardinality(String),
    unit_of_measure   LowCardinality(String),
    document_code     LowCardinality(String),
    document_issued_on Date,
    issued_at         DateTime64(3, 'Asia/Ho_Chi_Minh'),
    unit_level        LowCardinality(String)
)
ENGINE = ReplacingMergeTree
ORDER BY (subject, recorded_at, sequence, content_hash, topic, `partition`, `offset`);

-- Current state, one row per subject, for the live view. The version column orders as (recorded_at, sequence, content_hash):
-- milliseconds shifted 128, sequence shifted 64, 64-bit hash.
CREATE TABLE IF NOT EXISTS reported_figure
(
    topic             LowCardinality(String),
    `partition`       Int32,
    `offset`          UInt64,
    appended_at       DateTime64(3, 'Asia/Ho_Chi_Minh'),
    event_source      LowCardinality(String),
    event_id          String,
    subject           String,
    recorded_at       DateTime64(3, 'Asia/Ho_Chi_Minh'),
    sequence          UInt64,
    voided            Bool,
    content_hash      UInt64,
    extra             String,
    issuing_system    LowCardinality(String),
    figure_code       String,
    figure_kind       LowCardinality(String),
    indicator         LowCardinality(String),
    unit_code         LowCardinality(String),
    period_from       Date,
    period_to         Date,
    period_inferred   Bool,
    estimate          Bool,
    numerator         Nullable(Decimal(24, 6)),
    denominator       Nullable(Decimal(24, 6)),
    printed           String,
    known_difference  LowCardinality(String),
    unit_of_measure   LowCardinality(String),
    document_code     LowCardinality(String),
    document_issued_on Date,
    issued_at         DateTime64(3, 'Asia/Ho_Chi_Minh'),
    unit_level        LowCardinality(String),
    version           UInt256
)
ENGINE = ReplacingMergeTree(version)
ORDER BY subject;

-- Fills the current state from each inserted block; may be repeated and reordered, since only the newest version of a key stays.
CREATE MATERIALIZED VIEW IF NOT EXISTS reported_figure_current TO reported_figure AS
SELECT
    *,
    bitShiftLeft(toUInt256(toUnixTimestamp64Milli(recorded_at)), 128)
        + bitShiftLeft(toUInt256(sequence), 64)
        + toUInt256(content_hash) AS version
FROM reported_figure_version;
