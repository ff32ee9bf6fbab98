-- The identity of the study, the same in all copies of the project: one row.
CREATE TABLE study (
    uuid        TEXT PRIMARY KEY,
    made_at     TEXT NOT NULL
);
INSERT INTO study SELECT content_uuid('study', at, coder, verb), at FROM acts ORDER BY number LIMIT 1;
INSERT INTO study SELECT new_uuid(), strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE NOT EXISTS (SELECT 1 FROM study);

-- Acts are the same act in every copy; those of projects made before get their identity from what they say.
ALTER TABLE acts ADD COLUMN uuid TEXT NOT NULL DEFAULT '';
ALTER TABLE acts ADD COLUMN origin TEXT NOT NULL DEFAULT 'here'
    CHECK (origin IN ('here', 'merged', 'withdrawn', 'local'));
UPDATE acts SET uuid = content_uuid('act', number, at, coder, verb, summary, (
    SELECT group_concat(subject || ' ' || coalesce(before, '') || ' ' || coalesce(after, ''), char(10))
    FROM (SELECT subject, before, after FROM changes WHERE act = number ORDER BY position)));
CREATE UNIQUE INDEX acts_by_uuid ON acts (uuid);

-- Versions of the codebook form a tree: each has the version that it was made from, a join has two.
ALTER TABLE codebook_versions ADD COLUMN uuid TEXT NOT NULL DEFAULT '';
ALTER TABLE codebook_versions ADD COLUMN parent INTEGER REFERENCES codebook_versions (number);
ALTER TABLE codebook_versions ADD COLUMN joined INTEGER REFERENCES codebook_versions (number);
UPDATE codebook_versions SET uuid = content_uuid('codebook', number, sha256, made_at, coder), parent = (
    SELECT max(earlier.number) FROM codebook_versions AS earlier
    WHERE earlier.number < codebook_versions.number);
CREATE UNIQUE INDEX codebook_versions_by_uuid ON codebook_versions (uuid);

-- What was erased for good here, so that a merge does not bring it back. Other removals are in the history.
CREATE TABLE tombstones (
    subject     TEXT NOT NULL,
    id          TEXT NOT NULL,
    sha256      TEXT NOT NULL, -- of the erased text
    made_at     TEXT NOT NULL,
    PRIMARY KEY (subject, id)
) WITHOUT ROWID;

-- Versions of rows that a coder has decided against, after two copies had changed the same row.
CREATE TABLE settled_versions (
    id          TEXT PRIMARY KEY, -- the act's UUID, the table and the row's key
    coder       TEXT NOT NULL REFERENCES coders (name),
    made_at     TEXT NOT NULL
);

-- Rounds in which coders code the same sample, each without seeing the others' codings until it is closed.
CREATE TABLE rounds (
    id               TEXT PRIMARY KEY,
    name             TEXT NOT NULL UNIQUE,
    made_at          TEXT NOT NULL,
    coder            TEXT NOT NULL REFERENCES coders (name),
    codebook_version INTEGER NOT NULL REFERENCES codebook_versions (number),
    settings         TEXT NOT NULL, -- JSON: how the sample was drawn
    closed_at        TEXT NOT NULL,
    closed_by        TEXT NOT NULL
);
CREATE TABLE round_coders (
    round_id    TEXT NOT NULL REFERENCES rounds (id),
    coder       TEXT NOT NULL,
    PRIMARY KEY (round_id, coder)
);
CREATE TABLE round_spans (
    round_id    TEXT NOT NULL REFERENCES rounds (id),
    source_id   TEXT NOT NULL REFERENCES sources (id),
    start       INTEGER NOT NULL,
    "end"       INTEGER NOT NULL,
    PRIMARY KEY (round_id, source_id, start),
    CHECK (0 <= start AND start < "end")
);
CREATE INDEX round_spans_by_source ON round_spans (source_id, start);
-- Who has coded the sample in a source to the end; whole sources may be in finished_sources instead.
CREATE TABLE round_finished (
    round_id    TEXT NOT NULL REFERENCES rounds (id),
    source_id   TEXT NOT NULL REFERENCES sources (id),
    coder       TEXT NOT NULL,
    finished_at TEXT NOT NULL,
    PRIMARY KEY (round_id, source_id, coder)
);

-- The state of a closed round, source by source, as it was before anything was discussed.
CREATE TABLE frozen_sources (
    round_id    TEXT NOT NULL REFERENCES rounds (id),
    source_id   TEXT NOT NULL,
    name        TEXT NOT NULL,
    kind        TEXT NOT NULL,
    length      INTEGER NOT NULL,
    spans       TEXT NOT NULL, -- JSON: the spans of the sample
    finished_by TEXT NOT NULL, -- JSON: the coders who had finished the source
    turns       TEXT NOT NULL, -- JSON: turns, roles, sentences, cases with attributes, codings
    sentences   TEXT NOT NULL,
    cases       TEXT NOT NULL,
    codings     TEXT NOT NULL,
    PRIMARY KEY (round_id, source_id)
);

-- What has been taken out of closed rounds since, because a participant was erased.
CREATE TABLE frozen_erasures (
    round_id    TEXT NOT NULL REFERENCES rounds (id),
    erased_at   TEXT NOT NULL,
    codings     INTEGER NOT NULL
);
