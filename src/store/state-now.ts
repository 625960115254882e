// What a person did, as it stands in the tables, in the form of registers.

/** Rows (kind, key, value, at): the value is all that two machines have to agree on, `at` when it was last said. */
export const stateNow = `
  SELECT 'read' AS kind, json_array(i.key) AS key, m.read AS value, m.read AS at
    FROM item_mark m JOIN item i ON i.id = m.item WHERE m.read IS NOT NULL
  UNION ALL SELECT 'judged', json_array(i.key), iif(m.kept IS NULL, 'dropped ', 'kept ') || coalesce(m.kept, m.dropped),
      coalesce(m.kept, m.dropped)
    FROM item_mark m JOIN item i ON i.id = m.item WHERE coalesce(m.kept, iif(m.read IS NULL, NULL, m.dropped)) IS NOT NULL
  UNION ALL SELECT 'tag', json_array('item', i.key, t.tag), 'there', t.at FROM tag t JOIN item i ON i.id = t.thing
  UNION ALL SELECT 'tag', json_array('source', s.url, t.tag), 'there', t.at
    FROM tag t JOIN source s ON s.id = t.thing WHERE instr(s.url, '@') = 0
  UNION ALL SELECT 'tag', json_array('annotation', i.key, a.created, a.exact, a.comment, t.tag), 'there', t.at
    FROM tag t JOIN annotation a ON a.id = t.thing JOIN item i ON i.id = a.item
  UNION ALL SELECT 'context', json_array('item', i.key, c.context), 'there', c.at
    FROM context c JOIN item i ON i.id = c.thing
  UNION ALL SELECT 'context', json_array('source', s.url, c.context), 'there', c.at
    FROM context c JOIN source s ON s.id = c.thing WHERE instr(s.url, '@') = 0
  UNION ALL SELECT 'bounded', json_array(name), context, since FROM bounded_context
  UNION ALL SELECT 'annotation', json_array(i.key, a.created, a.exact, a.comment),
      json_object('prefix', a.prefix, 'suffix', a.suffix), a.created
    FROM annotation a JOIN item i ON i.id = a.item
  UNION ALL SELECT 'feedback', json_array(f.share, f.release, coalesce(p.mail, p.name), f.via, f.received, f.text),
      json_object('version', f.version, 'about', f.about, 'consent', f.consent, 'state', f.state, 'why', f.why,
        'addressed_version', f.addressed_version, 'decided', f.decided),
      coalesce(f.decided, f.received)
    FROM feedback f JOIN person p ON p.id = f.person`;
