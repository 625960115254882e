// The items that stories are made of: the latest ones, and all tellings of the stories told again last.
import type { StoryItem } from "../seek/story.ts";
import type { Db } from "./database.ts";
import { jsonTexts } from "./json-list.ts";

export interface Stories {
  /** The latest `itemsMax` items, and those of the latest `groupsMax` groups of echoes (0 is all). */
  items(bounds: { itemsMax: number; groupsMax: number }): readonly StoryItem[];
}

interface Row extends Omit<StoryItem, "sources"> {
  source: string;
  /** JSON array. */
  others: string;
}

const sql = `
  WITH wanted(no) AS (
    SELECT no FROM item WHERE no > (SELECT coalesce(max(no), 0) FROM item) - @itemsMax
    UNION SELECT i.no FROM echo e JOIN item i ON i.id = e.item WHERE e.origin IN (
      SELECT g.origin FROM echo g JOIN item j ON j.id = g.item GROUP BY g.origin HAVING count(*) > 1
      ORDER BY max(j.no) DESC LIMIT @groupsMax))
  SELECT i.id, i.no, i.sorted, coalesce(i.title, i.lead) AS title, i.key, p.page, e.origin, e.similarity, i.source,
    (SELECT json_group_array(DISTINCT a.source) FROM brought a WHERE a.item_no = i.no AND a.source <> i.source) AS others
  FROM wanted w JOIN item i ON i.no = w.no LEFT JOIN passed_on p ON p.item = i.no LEFT JOIN echo e ON e.item = i.id
  ORDER BY i.no`;

export function openStories(db: Db): Stories {
  return {
    items: ({ itemsMax, groupsMax }) =>
      db
        .prepare<[object], Row>(sql)
        .all({ itemsMax, groupsMax: groupsMax === 0 ? -1 : groupsMax })
        .map(({ source, others, ...item }) => ({ ...item, sources: [source, ...jsonTexts(others)] })),
  };
}
