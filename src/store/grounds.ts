// What gate and pre-flight ask of the store: sources, links, people, and every text that must not leave.
import type { Instant } from "../base/clock.ts";
import { quotableText, withAnchor } from "../sense/annotation.ts";
import { contextsLeft } from "../sense/context.ts";
import type { GroundShelf } from "../share/desk.ts";
import type { Annotations } from "./annotations.ts";
import type { Communities } from "./communities.ts";
import type { Contexts } from "./contexts.ts";
import type { Db } from "./database.ts";
import type { Items } from "./items.ts";
import type { Notes } from "./notes.ts";
import type { People } from "./people.ts";

interface Shelves {
  annotations: Pick<Annotations, "ofItem">;
  items: Pick<Items, "get" | "body">;
  notes: Pick<Notes, "get">;
  contexts: Pick<Contexts, "bounded" | "of" | "ofNote">;
  people: Pick<People, "list">;
  communities: Pick<Communities, "list">;
}

interface CitedRow {
  id: string;
  title: string | null;
  url: string | null;
  author: string | null;
  isOpened: 0 | 1;
  isChecked: 0 | 1;
}

interface TextRow {
  ref: string;
  text: string;
}

interface TitleRow {
  ref: string;
  title: string | null;
}

const selectCited = `SELECT i.id, i.title, i.url, i.author,
  EXISTS (SELECT 1 FROM item_mark m WHERE m.item = i.id) OR EXISTS (SELECT 1 FROM annotation a WHERE a.item = i.id)
    OR EXISTS (SELECT 1 FROM attention o WHERE o.item = i.no AND o.stage = 'opened') AS isOpened,
  EXISTS (SELECT 1 FROM finding f WHERE f.about = i.id OR f.about IN (SELECT c.id FROM claim c WHERE c.item = i.id)) AS isChecked
  FROM json_each(?) wanted JOIN item i ON i.id = wanted.value ORDER BY wanted.key`;
const oneOf = "IN (SELECT value FROM json_each(@contexts))";
/** The item stands in one of these contexts, by itself or through a source that brought it. */
const isItemIn = (item: string): string => `EXISTS (SELECT 1 FROM context c WHERE c.context ${oneOf}
  AND c.thing IN (SELECT ${item} UNION ALL SELECT source FROM arrival WHERE item = ${item}))`;
const selectQuotes = `SELECT a.id AS ref, a.exact AS text FROM annotation a WHERE a.exact IS NOT NULL AND ${isItemIn("a.item")}`;
/**
 * A note stands in the contexts of the items that it was made of as in its own. One whose file is gone does so too: it may
 * be what another note was put together from, or lie where nothing can be read at the moment.
 */
const selectNotes = `SELECT coalesce(n.id, n.path) AS ref, n.text FROM note n WHERE n.path IN (
  SELECT note FROM note_context WHERE context ${oneOf} UNION SELECT s.note FROM note_source s WHERE ${isItemIn("s.item")})`;

const selectNames = "SELECT context FROM note_context UNION SELECT context FROM context";
/** In the order that they came in, in which neighbours lie in one frame. */
const selectItems = `WITH inside AS (SELECT thing FROM context WHERE context ${oneOf})
  SELECT id AS ref, title FROM item WHERE id IN (SELECT thing FROM inside)
    OR no IN (SELECT item_no FROM brought WHERE source IN (SELECT thing FROM inside)) ORDER BY no`;

/** Opens the surroundings of shares; all of it is read, nothing written. */
export function openGrounds(db: Db, shelves: Shelves): GroundShelf {
  const { notes, people, communities, contexts } = shelves;
  return {
    cited: (items) =>
      db
        .prepare<[string], CitedRow>(selectCited)
        .all(JSON.stringify(items))
        .map(({ title, isOpened, isChecked, ...row }) => ({
          ...row,
          title: title ?? "",
          isOpened: isOpened === 1,
          isChecked: isChecked === 1,
          changedQuotes: changedQuotes(shelves, row.id),
        })),
    ways: (note) => {
      const { links = [], backlinks = [] } = notes.get(note) ?? {};
      return [...links, ...backlinks].map(({ as }) => as);
    },
    people: () => people.list(),
    places: () => communities.list(),
    contextsLeft: (note, place) =>
      contextsLeft(
        contexts.ofNote(note).map(({ context }) => context),
        contexts.of(place),
        contexts.bounded(),
      ),
    roundsSent: (place) =>
      db
        .prepare<[string], { release: string; sent: Instant }>(
          "SELECT id AS release, sent FROM release WHERE place = ? AND purpose = 'ask' AND sent IS NOT NULL",
        )
        .all(place),
    ...openApart(db, shelves),
  };
}

type Apart = "feedbackApart" | "comments" | "boundedNotes" | "boundedItems" | "boundedVersions";

/** Texts that must not stand in what goes to a place. */
function openApart(db: Db, { contexts, items }: Shelves): Pick<GroundShelf, Apart> {
  /** Contexts, by the names in use, that a thing would leave by going to the place, as what a query is handed. */
  const left = (place: string): { contexts: string } => {
    const [inside, bounded] = [contexts.of(place), contexts.bounded()];
    const names = bounded.size === 0 ? [] : db.prepare<[], string>(selectNames).pluck().all();
    return { contexts: JSON.stringify(names.filter((name) => contextsLeft([name], inside, bounded).length > 0)) };
  };
  return {
    feedbackApart: (place) =>
      db
        .prepare<[string], TextRow & { share: string; version: number }>(
          `SELECT f.id AS ref, f.share, f.version, f.text FROM feedback f JOIN release r ON r.id = f.release
           WHERE f.consent = 'private' AND r.place <> ?`,
        )
        .all(place),
    comments: () =>
      db.prepare<[], TextRow>("SELECT id AS ref, comment AS text FROM annotation WHERE comment IS NOT NULL").all(),
    boundedNotes(note, place) {
      const found = db.prepare<[object], TextRow>(selectNotes).all(left(place));
      const quotes = db.prepare<[object], TextRow>(selectQuotes).all(left(place));
      return [...found.filter(({ ref }) => ref !== note), ...quotes];
    },
    // One at a time: a source may have brought thousands.
    *boundedItems(place) {
      for (const { ref, title } of db.prepare<[object], TitleRow>(selectItems).all(left(place)))
        yield { ref, text: quotableText(title, items.body(ref).text) };
    },
    boundedVersions: (note, place) =>
      db
        .prepare<[object], { ref: string; title: string; body: string }>(
          `SELECT DISTINCT s.note AS ref, v.title, v.body FROM release r JOIN community c ON c.id = r.place AND c.is_bounded = 1
           JOIN share s ON s.id = r.share JOIN share_version v ON v.share = r.share AND v.n = r.version
           WHERE r.kind = 'round' AND r.purpose = 'ask' AND r.place <> @place AND s.note <> @note AND EXISTS
             (SELECT 1 FROM delivery d WHERE d.release = r.id AND d.state NOT IN ('pending', 'cancelled', 'failed'))`,
        )
        .all({ note, place }),
  };
}

/** Passages marked in the item that do not stand where they stood. */
function changedQuotes({ annotations, items }: Shelves, item: string): readonly string[] {
  return annotations.ofItem(item).flatMap((stored) => {
    const { quote, version, itemVersion, isPageGone } = stored;
    if (quote === null || (version === itemVersion && !isPageGone)) return [];
    const { anchor } = withAnchor(stored, () => quotableText(items.get(item).title, items.body(item).text));
    return anchor === "same" && !isPageGone ? [] : [quote.exact];
  });
}
