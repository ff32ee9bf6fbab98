-- Sources that are removed from the database and not yet from the disk: their files, copies, free pages.
CREATE TABLE erasures (
    source_id   TEXT PRIMARY KEY,
    name        TEXT NOT NULL,
    file_name   TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    codings     INTEGER NOT NULL
);

-- The backups that were made of this project, wherever they are now.
CREATE TABLE backups (
    path        TEXT PRIMARY KEY,
    made_at     TEXT NOT NULL
);

-- The key of a suggestion is its id and coder; until now the history kept the id alone.
UPDATE changes SET before = json_set(before, '$.coder', coalesce(
        (SELECT min(coder) FROM suggestions WHERE id = json_extract(before, '$.id')), ''))
    WHERE subject = 'suggestions' AND before IS NOT NULL AND json_type(before, '$.coder') IS NULL;
UPDATE changes SET after = json_set(after, '$.coder', coalesce(
        (SELECT min(coder) FROM suggestions WHERE id = json_extract(after, '$.id')), ''))
    WHERE subject = 'suggestions' AND after IS NOT NULL AND json_type(after, '$.coder') IS NULL;
