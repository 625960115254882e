// What the mirror is made of, counted over short rows: where the items of each stage come from.
import { dayMs, type Instant } from "../base/clock.ts";
import { mirrorStages, type Cell, type MirrorMatter, type MirrorStage, type SourceFacts } from "../seek/mirror.ts";
import type { Db } from "./database.ts";
import { jsonTexts } from "./json-list.ts";

export interface MirrorRow extends Omit<Cell, "n"> {
  /** Item id. */
  id: string;
  at: Instant;
  title: string;
}

export interface Mirrors {
  /** The cells of every stage, of what came, was shown, opened ... at `since` or later; null is ever. */
  matter(since: Instant | null): MirrorMatter;
  /** The items of a stage, the latest first: as many as its cells count. Only those of `sources`; null is of all. */
  rows(stage: MirrorStage, since: Instant | null, sources: readonly string[] | null): Iterable<MirrorRow>;
}

/** Rows (item number, when) of each stage, an item once; takes @since. CROSS JOIN: from the few to their items, never from all items. */
const stageItems: Readonly<Record<Exclude<MirrorStage, "subscribed">, string>> = {
  shown: "SELECT item, at FROM attention WHERE stage = 'shown' AND at >= @since",
  opened: "SELECT item, at FROM attention WHERE stage = 'opened' AND at >= @since",
  annotated: `SELECT i.no AS item, min(a.created) AS at FROM annotation a CROSS JOIN item i ON i.id = a.item
    WHERE a.created >= @since GROUP BY i.no`,
  cited: `SELECT i.no AS item, min(coalesce(n.created, n.updated)) AS at FROM noted d JOIN note n ON n.path = d.note
    CROSS JOIN item i ON i.id = d.item WHERE coalesce(n.created, n.updated) >= @since GROUP BY i.no`,
  shared: `SELECT i.no AS item, min(r.sent) AS at FROM release r JOIN share h ON h.id = r.share
    JOIN note n ON h.note IN (n.id, n.path) JOIN note_source d ON d.note = n.path CROSS JOIN item i ON i.id = d.item
    WHERE r.sent >= @since GROUP BY i.no`,
};

interface NumberedCell {
  source: number;
  author: number | null;
  domain: number | null;
  n: number;
}

/** Opens the mirror; the index of origins must be caught up. */
export function openMirrors(db: Db): Mirrors {
  return {
    matter: (since) => db.transaction(() => matterOf(db, since))(),
    *rows(stage, since, sources) {
      const names = namesOf(db);
      const sql = `SELECT i.id, t.at, coalesce(i.title, i.lead, i.url, i.id) AS title, o.source, o.author, o.domain
        FROM (${itemsOf(stage)}) t JOIN origin o ON o.item = t.item JOIN item i ON i.no = t.item
        ${sources === null ? "" : ofSources} ORDER BY ${stage === "subscribed" ? "" : "t.at DESC,"} t.item DESC`;
      const rows = db.prepare<[object], NumberedCell & Pick<MirrorRow, "id" | "at" | "title">>(sql);
      for (const { source, author, domain, ...row } of rows.iterate({
        ...boundsOf(since),
        sources: JSON.stringify(sources ?? []),
      })) {
        yield { ...row, ...named(names, { source, author, domain }) };
      }
    },
  };
}

function itemsOf(stage: MirrorStage): string {
  return stage === "subscribed"
    ? "SELECT o.item, i.fetched AS at FROM origin o JOIN item i ON i.no = o.item WHERE o.day >= @day"
    : stageItems[stage];
}

const ofSources = `WHERE o.source IN (SELECT no FROM origin_name JOIN json_each(@sources) j ON kind = 'source' AND name = j.value)`;

function boundsOf(since: Instant | null): { since: Instant; day: number } {
  return { since: since ?? "", day: since === null ? 0 : Math.floor(Date.parse(since) / dayMs) };
}

function matterOf(db: Db, since: Instant | null): MirrorMatter {
  const names = namesOf(db);
  const cells = (stage: MirrorStage): readonly Cell[] => {
    const from =
      stage === "subscribed"
        ? "FROM origin o WHERE o.day >= @day"
        : `FROM (${stageItems[stage]}) t CROSS JOIN origin o ON o.item = t.item`;
    const sql = `SELECT o.source, o.author, o.domain, count(*) AS n ${from} GROUP BY o.source, o.author, o.domain`;
    return db
      .prepare<[object], NumberedCell>(sql)
      .all(boundsOf(since))
      .map(({ n, ...cell }) => ({ ...named(names, cell), n }));
  };
  const [subscribed = [], shown = [], opened = [], annotated = [], cited = [], shared = []] = mirrorStages.map(cells);
  return {
    cells: { subscribed, shown, opened, annotated, cited, shared },
    sources: sourcesOf(db),
    people: authorsOf(db, names),
    names: peopleOf(db),
  };
}

type Names = ReadonlyMap<number, string>;

function namesOf(db: Db): Names {
  return new Map(db.prepare<[], [number, string]>("SELECT no, name FROM origin_name").raw().all());
}

function named(names: Names, { source, author, domain }: Omit<NumberedCell, "n">): Omit<Cell, "n"> {
  const name = (no: number | null): string | null => (no === null ? null : (names.get(no) ?? null));
  return { source: name(source) ?? "", author: name(author), domain: name(domain) };
}

interface SourceRow extends Omit<SourceFacts, "tags" | "isAsked"> {
  id: string;
  tags: string;
  isAsked: 0 | 1;
}

function sourcesOf(db: Db): ReadonlyMap<string, SourceFacts> {
  const rows = db
    .prepare<[], SourceRow>(
      `SELECT s.id, coalesce(s.title, f.title, s.url) AS title, s.filter, s.person, c.kept,
         s.dropped IS NULL AND s.paused IS NULL AS isAsked,
         (SELECT json_group_array(tag) FROM tag WHERE thing = s.id) AS tags
       FROM source s JOIN source_feed f ON f.source = s.id JOIN source_count c ON c.source = s.id`,
    )
    .all();
  return new Map(
    rows.map(({ id, tags, isAsked, ...facts }) => [id, { ...facts, tags: jsonTexts(tags), isAsked: isAsked === 1 }]),
  );
}

/** Of several people an author names the first counts. */
function authorsOf(db: Db, names: Names): ReadonlyMap<string, string> {
  const rows = db
    .prepare<[], { author: number; person: string }>(
      "SELECT author, person FROM author_person ORDER BY author, place DESC",
    )
    .all();
  return new Map(rows.map(({ author, person }) => [names.get(author) ?? "", person]));
}

function peopleOf(db: Db): MirrorMatter["names"] {
  const rows = db
    .prepare<[], { id: string; name: string; tags: string }>(
      "SELECT id, name, (SELECT json_group_array(tag) FROM tag WHERE thing = person.id) AS tags FROM person",
    )
    .all();
  return new Map(rows.map(({ id, name, tags }) => [id, { name, tags: jsonTexts(tags) }]));
}
