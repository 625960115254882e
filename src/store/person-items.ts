// Whose an item is, in SQL: the people its author names, else the person its source is of.

/** Numbers (item.no) of the items of @person; the index of origins must be caught up. */
export const itemsOfPerson = `
  SELECT o.item FROM person_key k JOIN author_part a ON a.part = k.key JOIN origin o ON o.author = a.author
  WHERE k.person = @person
    AND NOT EXISTS (SELECT 1 FROM person_key other WHERE other.key = k.key AND other.person <> k.person)
  UNION
  SELECT o.item FROM source s JOIN origin_name n ON n.kind = 'source' AND n.name = s.id
    JOIN origin o ON o.source = n.no AND o.author IS NULL
  WHERE s.person = @person`;

/**
 * Rows (item, person) of the items that `items`, a query of item numbers, gives; somebody for each of several authors. CROSS
 * JOIN keeps the order: from the few items outward, never from all that anybody wrote.
 */
export function peopleOfItems(items: string): string {
  return `
  SELECT o.item, k.person FROM (${items}) t CROSS JOIN origin o ON o.item = t.item
    CROSS JOIN author_part a ON a.author = o.author CROSS JOIN person_key k ON k.key = a.part
  WHERE NOT EXISTS (SELECT 1 FROM person_key other WHERE other.key = k.key AND other.person <> k.person)
  UNION
  SELECT o.item, s.person FROM (${items}) t CROSS JOIN origin o ON o.item = t.item
    CROSS JOIN origin_name n ON n.no = o.source CROSS JOIN source s ON s.id = n.name
  WHERE o.author IS NULL AND s.person IS NOT NULL`;
}

/** Ids of the known people whom the author of the item with that number names. */
export function authorsOf(item: string): string {
  return `SELECT k.person FROM origin o JOIN author_part a ON a.author = o.author JOIN person_key k ON k.key = a.part
    WHERE o.item = ${item}
      AND NOT EXISTS (SELECT 1 FROM person_key other WHERE other.key = k.key AND other.person <> k.person)`;
}
