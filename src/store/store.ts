// The store as one thing: every noun's queries over one open database.
import type { Clock } from "../base/clock.ts";
import { openChanges, type Changes } from "./changes.ts";
import { openDatabase, type Db } from "./database.ts";
import { openIds, type Ids } from "./ids.ts";
import { openRefs, type Refs } from "./refs.ts";
import { openTraces } from "./traces.ts";
import type { TraceStore } from "../share/trace.ts";

export interface Store {
  ids: Ids;
  changes: Changes;
  refs: Refs;
  traces: TraceStore;
  /** Runs `act` in one immediate transaction (joined when one is open). */
  transact<Result>(act: () => Result): Result;
  close(): void;
}

/** Opens the store at `path` (":memory:" for tests); throws PkmError as openDatabase does. */
export function openStore(path: string, clock: Clock): Store {
  return assemble(openDatabase(path), clock);
}

function assemble(db: Db, clock: Clock): Store {
  const ids = openIds(db);
  return {
    ids,
    changes: openChanges(db, clock),
    refs: openRefs(db, ids),
    traces: openTraces(db),
    transact: (act) => (db.inTransaction ? act() : db.transaction(act).immediate()),
    close: () => db.close(),
  };
}
