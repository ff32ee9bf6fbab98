-- The sources that a coder has coded to the end. A source with codings and without a row here is begun.
CREATE TABLE finished_sources (
    source_id   TEXT NOT NULL REFERENCES sources (id),
    coder       TEXT NOT NULL REFERENCES coders (name),
    finished_at TEXT NOT NULL,
    PRIMARY KEY (source_id, coder)
);
