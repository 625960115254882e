// What is searched of each thing, as it is now.
import { openBodies, pieceColumns, type Piece } from "../bodies.ts";
import type { Db } from "../database.ts";
import { lazily } from "../lazily.ts";
import { openPageText } from "../pages.ts";
import type { Content } from "./draft.ts";
import { newestVersion } from "../versions.ts";

/** As much of an item is searched, in UTF-16 units: more than a book, and less than an enemy sends. */
const itemUnitsMax = 1 << 19;

export interface Contents {
  /** Documents of a kind by their numbers; without those that are gone. Call it inside of a transaction. */
  of(kind: string, nos: readonly number[]): Iterable<[number, Content]>;
  /** What is no item; null when it is gone. */
  ofOwn(kind: string, ref: string): Content | null;
}

type ItemContent = Piece & { no: number; title: string; hasPage: 0 | 1 };

export function openContents(db: Db): Contents {
  const items = lazily(() => openItemContent(db));
  const own = lazily(() => openOwnContent(db));
  const ref = lazily(() => db.prepare<[number], string>("SELECT ref FROM search_doc WHERE no = ?").pluck());
  return {
    of: (kind, nos) => (kind === "item" ? items()(nos) : ownOf(kind, nos)),
    ofOwn: (kind, name) => own()(kind, name),
  };
  function* ownOf(kind: string, nos: readonly number[]): Generator<[number, Content]> {
    for (const no of nos) {
      const content = own()(kind, ref().get(no) ?? "");
      if (content !== null) yield [no, content];
    }
  }
}

function openItemContent(db: Db): (nos: readonly number[]) => Iterable<[number, Content]> {
  const select = db.prepare<[string], ItemContent>(
    `SELECT i.no, coalesce(i.title, '') AS title, p.text IS NOT NULL AS hasPage, ${pieceColumns}
     FROM json_each(?) j CROSS JOIN item i ON i.no = j.value ${newestVersion}
     LEFT JOIN item_page p ON p.item_no = i.no AND p.version = i.version`,
  );
  const page = openPageText(db);
  const bodies = openBodies(db);
  return function* (nos) {
    const read = bodies.reading();
    for (const { no, title, hasPage, ...piece } of select.all(JSON.stringify(nos))) {
      const text = hasPage === 1 ? page(no) : read(piece).text;
      yield [no, { title, body: (text ?? "").slice(0, itemUnitsMax) }];
    }
  };
}

function openOwnContent(db: Db): Contents["ofOwn"] {
  const statements: Readonly<Record<string, string>> = {
    annotation: "SELECT '' AS title, concat_ws(char(10), exact, comment) AS body FROM annotation WHERE id = ?",
    feedback: "SELECT '' AS title, text AS body FROM feedback WHERE id = ?",
    person: "SELECT name AS title, concat_ws(' ', mail, handles) AS body FROM person WHERE id = ?",
  };
  const others = new Map(
    Object.entries(statements).map(([kind, sql]) => [kind, lazily(() => db.prepare<[string], Content>(sql))]),
  );
  const note = db.prepare<[string], Content & { bodyAt: number }>(
    "SELECT title, text AS body, body_at AS bodyAt FROM note WHERE path = ? AND missing IS NULL",
  );
  return (kind, ref) => {
    if (kind !== "note") return others.get(kind)?.().get(ref) ?? null;
    const row = note.get(ref);
    return row === undefined ? null : { title: row.title, body: row.body.slice(row.bodyAt) };
  };
}
