// What went both ways between me and each person, and what of it chance could give: over the short rows of sharing.
import type { Exchange, Ground } from "../people/suggest.ts";
import type { Db } from "./database.ts";
import { peopleOfItems } from "./person-items.ts";

/** What was asked, answered and given, of one person, as recorded here. */
export interface Reciprocity {
  person: string;
  name: string;
  /** Rounds I asked them in, and of those the ones they answered. */
  asked: number;
  answered: number;
  /** Points they made, asked or not, and of those the ones taken up. */
  points: number;
  takenUp: number;
  /** Notes of mine that cite them. */
  cited: number;
  /** Things given either way, by my own telling. */
  gave: number;
  got: number;
}

export interface Exchanges {
  /** Everything that went both ways, the earliest first; of one person, or of all where `person` is null. */
  list(person: string | null): readonly Exchange[];
  ground(): Ground;
  /** Everybody with whom anything went at least one way, by name. */
  reciprocity(): readonly Reciprocity[];
}

/** Rows (share, person): those whom the note of a share cites. */
const citedBy = `
  SELECT DISTINCT h.id AS share, w.person FROM share h JOIN note n ON h.note IN (n.id, n.path)
  JOIN note_source d ON d.note = n.path JOIN item i ON i.id = d.item
  JOIN (${peopleOfItems("SELECT i.no AS item FROM note_source d JOIN item i ON i.id = d.item")}) w ON w.item = i.no`;

/** Rows (release, person): whom a round that was sent asked. */
const askedIn = `
  SELECT DISTINCT r.id AS release, coalesce(p.merged_into, p.id) AS person
  FROM release r JOIN json_each(r.audience, '$.people') j JOIN person p ON p.id = j.value ->> '$.person'
  WHERE r.kind = 'round' AND r.purpose = 'ask' AND r.sent IS NOT NULL`;

/** What I told of, numbered each way: the first that I gave and the first that I got went both ways together. */
const told = `told AS (SELECT person, way, at, ref, what, row_number() OVER (PARTITION BY person, way ORDER BY at, no) AS nth
  FROM evidence WHERE way IS NOT NULL)`;

/** A contribution counts once: as an answer where it was asked for, else as speaking up where the note cites its giver. */
const listSql = `
  WITH ${told}, asked AS MATERIALIZED (${askedIn}), cited AS MATERIALIZED (${citedBy})
  SELECT f.person, 'asked' AS kind, f.received AS at, f.release AS mine, f.id AS theirs, f.text AS title
  FROM feedback f JOIN asked a ON a.release = f.release AND a.person = f.person
  UNION ALL
  SELECT f.person, 'cited', f.received, h.note, f.id, f.text
  FROM feedback f JOIN cited c ON c.share = f.share AND c.person = f.person JOIN share h ON h.id = f.share
  WHERE NOT EXISTS (SELECT 1 FROM asked a WHERE a.release = f.release AND a.person = f.person)
  UNION ALL
  SELECT g.person, 'told', max(g.at, t.at), g.ref, t.ref, g.what || ' / ' || t.what FROM told g JOIN told t
    ON t.person = g.person AND t.nth = g.nth AND t.way = 'got' WHERE g.way = 'gave'`;

const reciprocitySql = `
  WITH asked AS MATERIALIZED (${askedIn}), cited AS MATERIALIZED (${citedBy}),
  counts(person, column_no, n) AS (
    SELECT person, 1, count(*) FROM asked GROUP BY person
    UNION ALL SELECT a.person, 2, count(*) FROM asked a
      WHERE EXISTS (SELECT 1 FROM feedback f WHERE f.release = a.release AND f.person = a.person) GROUP BY a.person
    UNION ALL SELECT person, 3, count(*) FROM feedback GROUP BY person
    UNION ALL SELECT person, 4, count(*) FROM feedback WHERE state = 'addressed' GROUP BY person
    UNION ALL SELECT w.person, 5, count(DISTINCT n.path) FROM noted d JOIN note n ON n.path = d.note
      JOIN item i ON i.id = d.item
      JOIN (${peopleOfItems("SELECT i.no AS item FROM noted d JOIN item i ON i.id = d.item")}) w ON w.item = i.no
      GROUP BY w.person
    UNION ALL SELECT person, 6, count(*) FROM evidence WHERE way = 'gave' GROUP BY person
    UNION ALL SELECT person, 7, count(*) FROM evidence WHERE way = 'got' GROUP BY person)
  SELECT p.id AS person, p.name, sum(iif(column_no = 1, n, 0)) AS asked, sum(iif(column_no = 2, n, 0)) AS answered,
    sum(iif(column_no = 3, n, 0)) AS points, sum(iif(column_no = 4, n, 0)) AS takenUp,
    sum(iif(column_no = 5, n, 0)) AS cited, sum(iif(column_no = 6, n, 0)) AS gave, sum(iif(column_no = 7, n, 0)) AS got
  FROM counts c JOIN person p ON p.id = c.person GROUP BY p.id ORDER BY p.name COLLATE NOCASE, p.id`;

/** Opens what went both ways; the index of origins must be caught up. */
export function openExchanges(db: Db): Exchanges {
  return {
    list: (person) =>
      db
        .prepare<[], Exchange>(`${listSql} ORDER BY at, theirs`)
        .all()
        .filter((exchange) => person === null || exchange.person === person),
    ground: () => ground(db),
    reciprocity: () => db.prepare<[], Reciprocity>(reciprocitySql).all(),
  };
}

function ground(db: Db): Ground {
  const counts = (sql: string): ReadonlyMap<string, number> =>
    new Map(db.prepare<[], [string, number]>(sql).raw().all());
  const notes = db
    .prepare<[], number>("SELECT count(DISTINCT share) FROM release WHERE sent IS NOT NULL")
    .pluck()
    .get();
  return {
    notes: notes ?? 0,
    cited: counts(`WITH cited AS MATERIALIZED (${citedBy})
      SELECT person, count(*) FROM cited WHERE share IN (SELECT share FROM release WHERE sent IS NOT NULL) GROUP BY person`),
    spoke: counts(`WITH asked AS MATERIALIZED (${askedIn}) SELECT f.person, count(*) FROM feedback f
      WHERE NOT EXISTS (SELECT 1 FROM asked a WHERE a.release = f.release AND a.person = f.person) GROUP BY f.person`),
  };
}
