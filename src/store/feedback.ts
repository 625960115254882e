// Feedback that came back, and what was decided about each point.
import { instantNow, type Clock } from "../base/clock.ts";
import type { FeedbackShelf } from "../share/desk.ts";
import type { Feedback } from "../share/feedback.ts";
import type { Db } from "./database.ts";
import type { Ids } from "./ids.ts";
import { lazily } from "./lazily.ts";

const select = `SELECT f.id, f.share, f.release, f.version, f.person, p.name AS personName, f.via, f.received, f.text, f.about,
  f.consent, f.state, f.why, f.addressed_version AS addressedVersion, f.decided
  FROM feedback f JOIN person p ON p.id = f.person`;

/** Opens the feedback of all shares. */
export function openFeedback(db: Db, ids: Ids, clock: Clock): FeedbackShelf {
  const ofShare = lazily(() =>
    db.prepare<[string], Feedback>(`${select} WHERE f.share = ? ORDER BY f.received, f.rowid`),
  );
  return {
    add({ id = ids.take("feedback"), received = instantNow(clock), ...feedback }) {
      db.prepare(
        `INSERT INTO feedback (id, share, release, version, person, via, received, text, about, consent, state)
         VALUES (@id, @share, @release, @version, @person, @via, @received, @text, @about, @consent, 'received')`,
      ).run({ ...feedback, id, received });
      return id;
    },
    ofShare: (share) => ofShare().all(share),
    decide(id, state, why) {
      db.prepare("UPDATE feedback SET state = ?, why = ?, decided = ? WHERE id = ?").run(
        state,
        why,
        instantNow(clock),
        id,
      );
    },
    address(points, version) {
      const at = instantNow(clock);
      const update = db.prepare(
        "UPDATE feedback SET state = 'addressed', addressed_version = ?, decided = ? WHERE id = ?",
      );
      for (const id of points) update.run(version, at, id);
    },
  };
}
