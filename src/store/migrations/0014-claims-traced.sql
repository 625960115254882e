-- What checking found stands in the chain too: items make claims, and other items bear on them.
CREATE INDEX finding_by_found ON finding (found);
DROP VIEW edge;
CREATE VIEW edge (from_id, to_id, how) AS
SELECT DISTINCT source, item, 'brought' FROM arrival
UNION ALL SELECT item, id, 'annotated' FROM annotation
UNION ALL SELECT s.item, coalesce(n.id, n.path), 'made into' FROM note_source s JOIN note n ON n.path = s.note
UNION ALL SELECT a.id, coalesce(n.id, n.path), 'made into'
  FROM annotation a JOIN note_source s ON s.item = a.item JOIN note n ON n.path = s.note
UNION ALL SELECT coalesce(n.id, n.path), l.resolved, l.how
  FROM note_link l JOIN note n ON n.path = l.note WHERE l.resolved IS NOT NULL
UNION ALL SELECT note, id, 'shared as' FROM share
UNION ALL SELECT share, share || '/v' || n, 'version' FROM share_version
UNION ALL SELECT share || '/v' || version, id, kind FROM release
  WHERE sent IS NOT NULL OR (cancelled IS NULL AND kind = 'round')
UNION ALL SELECT release, id, 'delivered' FROM delivery WHERE state NOT IN ('pending', 'failed', 'cancelled')
UNION ALL SELECT release, id, 'answered' FROM feedback
UNION ALL SELECT id, share || '/v' || addressed_version, 'addressed' FROM feedback WHERE addressed_version IS NOT NULL
UNION ALL SELECT item, id, 'claims' FROM claim
UNION ALL SELECT DISTINCT found, about, coalesce(bears, step) FROM finding WHERE found IN (SELECT id FROM item);
