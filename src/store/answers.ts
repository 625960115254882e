// The person's words on checks of the pre-flight.
import { instantNow, type Clock, type Instant } from "../base/clock.ts";
import type { AnswerShelf } from "../share/desk.ts";
import { checkNames } from "../share/preflight.ts";
import type { Db } from "./database.ts";

interface AnswerRow {
  check: string;
  version: number;
  place: string;
  passage: string | null;
  word: string;
  at: Instant;
}

const select =
  'SELECT check_name AS "check", version, place, passage, word, at FROM answer WHERE share = ? ORDER BY no';

/** Opens the answers; one to a check that this program does not know any more is left out. */
export function openAnswers(db: Db, clock: Clock): AnswerShelf {
  return {
    ofShare: (share) =>
      db
        .prepare<[string], AnswerRow>(select)
        .all(share)
        .flatMap(({ check: name, ...rest }) => {
          const check = checkNames.find((known) => known === name);
          return check === undefined ? [] : [{ check, ...rest }];
        }),
    add(share, { check, version, place, passage, word }) {
      db.prepare(
        "INSERT INTO answer (share, version, place, check_name, passage, word, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
      ).run(share, version, place, check, passage, word, instantNow(clock));
    },
  };
}
