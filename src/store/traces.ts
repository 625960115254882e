// The edges and nodes that `pkm trace` walks, read from the edge view.
import { kindOfId, type IdKind } from "../base/id.ts";
import type { TraceEdge, TraceNode, TraceStore } from "../share/trace.ts";
import type { Db } from "./database.ts";
import { openPrepared } from "./prepared.ts";

interface NodeRow {
  kind: string;
  title: string | null;
  at: string | null;
  goneWhy: string | null;
}

/** How to look a node up by the kind that its id tells; each takes the id once. */
const nodeSql: Readonly<Record<Exclude<IdKind, "digest">, string>> = {
  source: `SELECT 'source' AS kind, coalesce(s.title, f.title, s.url) AS title, s.added AS at, NULL AS goneWhy
    FROM source s LEFT JOIN source_feed f ON f.source = s.id WHERE s.id = ?`,
  item: "SELECT 'item' AS kind, coalesce(title, url) AS title, fetched AS at, NULL AS goneWhy FROM item WHERE id = ?",
  annotation: `SELECT 'annotation' AS kind, coalesce(exact, comment) AS title, created AS at, NULL AS goneWhy
    FROM annotation WHERE id = ?`,
  claim: "SELECT 'claim' AS kind, text AS title, created AS at, NULL AS goneWhy FROM claim WHERE id = ?",
  note: `SELECT 'note' AS kind, title, coalesce(created, updated) AS at,
    iif(missing IS NULL, NULL, 'the note file ' || path || ' is gone since ' || substr(missing, 1, 10)) AS goneWhy
    FROM note WHERE id = ?`,
  share: `SELECT 'share' AS kind, iif(withdrawn IS NULL, 'share of ', 'withdrawn share of ') || note AS title,
    created AS at, NULL AS goneWhy FROM share WHERE id = ?`,
  round: `SELECT iif(r.purpose = 'report', 'report', r.kind) AS kind, c.name || iif(r.kind = 'round', ', version ', ': version ') || r.version AS title,
    coalesce((SELECT min(d.at) FROM delivery d WHERE d.release = r.id), r.planned) AS at, NULL AS goneWhy
    FROM release r JOIN community c ON c.id = r.place WHERE r.id = ?`,
  delivery: `SELECT 'delivery' AS kind, state || ' to ' || coalesce(url, to_whom) AS title, at, NULL AS goneWhy
    FROM delivery WHERE id = ?`,
  feedback: `SELECT 'feedback' AS kind, p.name || ': ' || f.text AS title, f.received AS at, NULL AS goneWhy
    FROM feedback f JOIN person p ON p.id = f.person WHERE f.id = ?`,
  person: "SELECT 'person' AS kind, name AS title, since AS at, NULL AS goneWhy FROM person WHERE id = ?",
  community: "SELECT kind, name AS title, created AS at, NULL AS goneWhy FROM community WHERE id = ?",
  channel: "SELECT 'channel' AS kind, kind AS title, created AS at, NULL AS goneWhy FROM channel WHERE id = ?",
};

const reflectionSql =
  "SELECT 'reflection' AS kind, 'read alone, version ' || version AS title, at, NULL AS goneWhy FROM reflection WHERE id = ?";
const versionSql = `SELECT 'version' AS kind, 'version ' || n || ': ' || title AS title, created AS at, NULL AS goneWhy
  FROM share_version WHERE share || '/v' || n = ?`;
const noteByPathSql =
  "SELECT 'note' AS kind, title, coalesce(created, updated) AS at, NULL AS goneWhy FROM note WHERE path = ?";

/** What a version came to includes its author's own looks at it. */
const edgesSql = `(SELECT from_id, to_id, how FROM edge
  UNION ALL SELECT share || '/v' || version, id, 'reflected' FROM reflection)`;

/** The edges and nodes of `trace`, over one open database. */
export function openTraces(db: Db): TraceStore {
  const [edgeRows, nodeRows] = [openPrepared<TraceEdge>(db), openPrepared<NodeRow>(db)];
  const edges = (end: "from_id" | "to_id"): ((ids: readonly string[]) => readonly TraceEdge[]) => {
    // A list of their own, not a join with one: only then is each part of the view asked for them alone.
    const sql = `SELECT from_id AS "from", to_id AS "to", how AS "as" FROM ${edgesSql}
      WHERE ${end} IN (SELECT value FROM json_each(?))`;
    return (ids) => edgeRows(sql).all(JSON.stringify(ids));
  };
  return {
    edgesFrom: edges("from_id"),
    edgesTo: edges("to_id"),
    node(id) {
      const row = nodeRows(sqlFor(id)).get(id) ?? nodeRows(reflectionSql).get(id);
      if (row === undefined) return null;
      const node: TraceNode = { id, kind: row.kind, title: row.title ?? id, at: row.at };
      return { ...node, goneWhy: row.goneWhy };
    },
  };
}

function sqlFor(id: string): string {
  if (id.includes("/v")) return versionSql;
  const kind = kindOfId(id);
  return kind === null || kind === "digest" || id.endsWith(".md") ? noteByPathSql : nodeSql[kind];
}
