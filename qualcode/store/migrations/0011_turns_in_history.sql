-- A change that cuts turns says what it cut them to, so that a merge finds it in the history. The turns that
-- other copies cut are theirs to say; those of removed sources are in the changes that removed them.
UPDATE changes SET after = (
    SELECT json_set(
        changes.after,
        '$.settings', version.settings,
        '$.turns', iif(version.is_current, (
            SELECT json_group_array(json_array(
                number, start, body_start, body_end, "end", speaker, role, begins, ends, page, heading, level))
            FROM (SELECT * FROM turns WHERE source_id = version.source_id ORDER BY number)) || '', version.turns),
        '$.sentences', iif(version.is_current, (
            SELECT json_group_array(json_array(number, turn, start, "end"))
            FROM (SELECT * FROM sentences WHERE source_id = version.source_id ORDER BY number)) || '',
            version.sentences))
    FROM turn_versions AS version
    WHERE version.source_id = json_extract(changes.after, '$.source_id')
        AND version.number = json_extract(changes.after, '$.number'))
WHERE subject = 'current_turns'
    AND act IN (SELECT number FROM acts WHERE origin = 'here')
    AND EXISTS (
        SELECT 1 FROM turn_versions AS version
        WHERE version.source_id = json_extract(changes.after, '$.source_id')
            AND version.number = json_extract(changes.after, '$.number'));
