// Keeps the search index up to what is stored, a segment in each transaction.
import type { Db } from "../database.ts";
import { openContents, type Contents } from "./content.ts";
import { deriving } from "../deriving.ts";
import { SegmentDraft } from "./draft.ts";
import { mergeSome } from "./merge.ts";
import { openSegmentWriter, type SegmentWriter } from "./segments.ts";
import { unlessLocked } from "../unless-locked.ts";

/** Documents of a batch, at most: they take a second, and some 50 MB while their words are counted. */
const batchDocs = 8192;

export interface Wish {
  docsMax: number;
  onProgress(done: number, of: number): void;
}

/** As Search.catchUp. */
export function catchUp(db: Db, whenLocked: "wait" | "skip", wish: Wish): number {
  if (db.prepare(anyStale).pluck().get() === 0) return 0;
  const index = (): number => deriving(db, () => indexStale(db, wish));
  if (whenLocked === "wait") return index();
  // What is indexed can be searched all the same.
  return unlessLocked(db, index, 0);
}

const anyStale = `SELECT EXISTS (SELECT 1 FROM search_doc WHERE is_stale = 1) OR EXISTS (SELECT 1 FROM search_again)
  OR (SELECT through FROM search_through) < (SELECT coalesce(max(no), 0) FROM item)`;

const countStale = `SELECT (SELECT count(*) FROM search_doc WHERE is_stale = 1) + (SELECT count(*) FROM search_again)
  + (SELECT coalesce(max(no), 0) FROM item) - (SELECT through FROM search_through)`;

/** Own words first, for they are few; then items that changed, then those that came. */
function indexStale(db: Db, { docsMax, onProgress }: Wish): number {
  const of = Number(db.prepare(countStale).pluck().get());
  let done = 0;
  const told = (): void => {
    done += 1;
    if (done % toldDocs === 0) onProgress(done, of);
  };
  const ports = { contents: openContents(db), segments: openSegmentWriter(db), told };
  const steps = [openOwn(db, ports), openChanged(db, ports), openNew(db, ports)];
  let indexed = 0;
  for (const step of steps) {
    const batch = db.transaction((): number => step(Math.min(batchDocs, docsMax - indexed)));
    let docs = -1;
    while (docs !== 0 && indexed < docsMax) {
      docs = batch.immediate();
      indexed += docs;
    }
  }
  const merge = db.transaction(() => mergeSome(db));
  while (indexed > 0 && merge.immediate());
  return indexed;
}

/** Indexes at most so many; hands back how many there were. */
type Step = (docsMax: number) => number;

/** So many take some fifty milliseconds. */
const toldDocs = 256;

interface Ports {
  contents: Contents;
  segments: SegmentWriter;
  /** Called for each document. */
  told(): void;
}

function openNew(db: Db, { contents, segments, told }: Ports): Step {
  const next = db
    .prepare<[number], number>(
      "SELECT no FROM item WHERE no > (SELECT through FROM search_through) ORDER BY no LIMIT ?",
    )
    .pluck();
  const through = db.prepare<[number]>("UPDATE search_through SET through = ?");
  return (docsMax) => {
    const draft = new SegmentDraft();
    for (const [no, content] of contents.of("item", next.all(docsMax))) {
      draft.add(no, content);
      told();
      if (draft.isFull) break;
    }
    const last = draft.nos.at(-1);
    if (last !== undefined) through.run(last);
    segments.add("item", draft);
    return draft.nos.length;
  };
}

function openChanged(db: Db, { contents, segments, told }: Ports): Step {
  const next = db.prepare<[number], { no: number; isIndexed: 0 | 1 }>(
    `SELECT item_no AS no, item_no <= (SELECT through FROM search_through) AS isIndexed
     FROM search_again ORDER BY item_no LIMIT ?`,
  );
  const done = db.prepare<[number]>("DELETE FROM search_again WHERE item_no = ?");
  return (docsMax) => {
    const again = next.all(docsMax);
    const indexed = again.filter(({ isIndexed }) => isIndexed === 1).map(({ no }) => no);
    const draft = new SegmentDraft();
    for (const [no, content] of contents.of("item", indexed)) {
      draft.add(no, content);
      told();
      if (draft.isFull) break;
    }
    const upTo = draft.isFull ? (draft.nos.at(-1) ?? 0) : Number.POSITIVE_INFINITY;
    const seen = again.filter(({ no }) => no <= upTo);
    for (const { no } of seen) done.run(no);
    segments.remove("item", draft.nos);
    segments.add("item", draft);
    return seen.length;
  };
}

interface Doc {
  no: number;
  kind: string;
  ref: string;
  isIndexed: 0 | 1;
}

function openOwn(db: Db, { contents, segments, told }: Ports): Step {
  const stale = db.prepare<[number], Doc>(
    "SELECT no, kind, ref, is_indexed AS isIndexed FROM search_doc WHERE is_stale = 1 ORDER BY no LIMIT ?",
  );
  const done = db.prepare<[number]>("UPDATE search_doc SET is_indexed = 1, is_stale = 0 WHERE no = ?");
  const forget = db.prepare<[number]>("DELETE FROM search_doc WHERE no = ?");
  return (docsMax) => {
    const docs = stale.all(docsMax);
    for (const [kind, own] of Map.groupBy(docs, (doc) => doc.kind)) {
      const draft = new SegmentDraft();
      for (const { no, ref } of own) {
        const content = contents.ofOwn(kind, ref);
        if (content !== null) draft.add(no, content);
        told();
        (content === null ? forget : done).run(no);
      }
      segments.remove(
        kind,
        own.filter(({ isIndexed }) => isIndexed === 1).map(({ no }) => no),
      );
      segments.add(kind, draft);
    }
    return docs.length;
  };
}
