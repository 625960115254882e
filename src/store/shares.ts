// Shares and their versions, and everything the store knows of one share at once.
import { PkmError } from "../base/errors.ts";
import { instantNow, type Clock, type Instant } from "../base/clock.ts";
import type { FeedbackShelf, ReleaseShelf, ShareShelf } from "../share/desk.ts";
import { versionHash, type Reflection, type Share, type ShareVersion } from "../share/share.ts";
import type { Db } from "./database.ts";
import type { Ids } from "./ids.ts";
import { jsonTexts } from "./json-list.ts";
import { lazily } from "./lazily.ts";
import { openPrepared } from "./prepared.ts";

interface Parts {
  releases: Pick<ReleaseShelf, "ofShare">;
  feedback: Pick<FeedbackShelf, "ofShare">;
}

interface CitationRow {
  title: string | null;
  url: string;
  author: string | null;
}

const select = "SELECT id, note, created, withdrawn, closed FROM share";

/** Opens the shares; releases and feedback come from their own shelves. */
export function openShares(db: Db, ids: Ids, { clock, releases, feedback }: Parts & { clock: Clock }): ShareShelf {
  const reflections = openReflections(db, ids, clock);
  const shareRows = openPrepared<Share>(db);
  const versionsOf = lazily(() =>
    db.prepare<[string], ShareVersion>(
      "SELECT share, n, title, body, hash, created FROM share_version WHERE share = ? ORDER BY n",
    ),
  );
  const pathOf = lazily(() => db.prepare<[string], string>("SELECT path FROM note WHERE id = ?").pluck());
  const get = (id: string): Share => {
    const share = shareRows(`${select} WHERE id = ?`).get(id);
    if (share === undefined) throw new PkmError("not-found", `there is no share ${id}`, { hint: "pkm share" });
    return share;
  };
  const versions = (share: string): readonly ShareVersion[] => versionsOf().all(share);
  return {
    add(note) {
      const id = ids.take("share");
      db.prepare<[string, string, Instant]>("INSERT INTO share (id, note, created) VALUES (?, ?, ?)").run(
        id,
        note,
        instantNow(clock),
      );
      return get(id);
    },
    ofNote: (note) =>
      shareRows(
        `${select} WHERE note = ? ORDER BY withdrawn IS NOT NULL OR closed IS NOT NULL, created DESC, rowid DESC LIMIT 1`,
      ).get(note) ?? null,
    facts: (id) => ({
      share: get(id),
      versions: versions(id),
      releases: releases.ofShare(id),
      feedback: feedback.ofShare(id),
      reflections: reflections.ofShare(id),
    }),
    addReflection: reflections.add,
    list: () => shareRows(`${select} ORDER BY created DESC, rowid DESC`).all(),
    addVersion(share, { title, body }) {
      const n = versions(share).length + 1;
      const version = { share, n, title, body, hash: versionHash(title, body), created: instantNow(clock) };
      db.prepare<[ShareVersion]>(
        `INSERT INTO share_version (share, n, title, body, hash, created)
         VALUES (@share, @n, @title, @body, @hash, @created)`,
      ).run(version);
      return version;
    },
    withdraw(id) {
      db.prepare("UPDATE share SET withdrawn = ? WHERE id = ? AND withdrawn IS NULL").run(instantNow(clock), id);
    },
    notePath: (note) => pathOf().get(note) ?? null,
    citations: (items) => citationsOf(db, items),
  };
}

function citationsOf(db: Db, items: readonly string[]): ReturnType<ShareShelf["citations"]> {
  return db
    .prepare<[string], CitationRow>(
      `SELECT i.title, i.url, i.author FROM json_each(?) wanted JOIN item i ON i.id = wanted.value
       WHERE i.url IS NOT NULL ORDER BY wanted.key`,
    )
    .all(JSON.stringify(items))
    .map(({ title, url, author }) => ({ title: title ?? url, url, author }));
}

interface Reflections {
  add: ShareShelf["addReflection"];
  ofShare(share: string): readonly Reflection[];
}

function openReflections(db: Db, ids: Ids, clock: Clock): Reflections {
  const ofShare = lazily(() =>
    db.prepare<[string], Omit<Reflection, "questions"> & { ask: string }>(
      "SELECT id, share, version, ask, at FROM reflection WHERE share = ? ORDER BY at, rowid",
    ),
  );
  return {
    add({ share, version, questions }) {
      const made = { id: ids.take("round"), share, version, questions, at: instantNow(clock) };
      db.prepare("INSERT INTO reflection (id, share, version, ask, at) VALUES (@id, @share, @version, @ask, @at)").run({
        ...made,
        ask: JSON.stringify(questions),
      });
      return made;
    },
    ofShare: (share) =>
      ofShare()
        .all(share)
        .map(({ ask, ...reflection }) => ({ ...reflection, questions: jsonTexts(ask) })),
  };
}
