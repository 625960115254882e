// Answering a check of the pre-flight: the person's word, on record, for a version and place or for one passage there.
import { PkmError } from "../base/errors.ts";
import type { Desk } from "./desk.ts";
import { needsPassage, type Answer, type CheckName } from "./preflight.ts";
import { latestVersion } from "./share.ts";

export interface Answering {
  share: string;
  check: CheckName;
  /** Community or network id; null where one release of the share waits to go somewhere. */
  place: string | null;
  /** The passage that may stand there; null where the text as a whole is meant. */
  passage: string | null;
  word: string;
}

/** Writes the word down, as one change to undo; throws PkmError("usage") for one that says nothing or lets out too much. */
export function answer(
  desk: Pick<Desk, "shares" | "answers" | "communities" | "changes">,
  { share, check, place, passage, word }: Answering,
): Omit<Answer, "at"> {
  const again = `pkm share answer ${share} ${check}`;
  if (word.trim() === "") throw new PkmError("usage", "an answer needs its word: -m", { hint: `${again} -m "…"` });
  if (passage !== null && !/[\p{L}\p{N}]/u.test(passage)) {
    throw new PkmError("usage", "the passage is empty", { hint: `${again} --allow "…" -m "…"` });
  }
  if (passage === null && needsPassage(check)) {
    throw new PkmError("usage", `${check} words are let out passage by passage: --allow`, {
      hint: `${again} --allow "…" -m "…"`,
    });
  }
  const facts = desk.shares.facts(share);
  const to = place ?? onlyPlace(facts.releases, again);
  const given = { check, version: latestVersion(facts).n, place: to, passage, word: word.trim() };
  desk.changes.record(`answered ${check} of ${share} for ${desk.communities.get(to).name}`, () =>
    desk.answers.add(share, given),
  );
  return given;
}

interface Waiting {
  place: string;
  cancelled: string | null;
  deliveries: readonly { state: string }[];
}

function onlyPlace(releases: readonly Waiting[], again: string): string {
  const waiting = releases.filter(
    ({ cancelled, deliveries }) => cancelled === null && deliveries.some(({ state }) => state === "pending"),
  );
  const [only, second] = [...new Set(waiting.map(({ place }) => place))];
  if (only !== undefined && second === undefined) return only;
  const told = only === undefined ? "nothing waits to leave: say where it is to go" : "several releases wait";
  throw new PkmError("usage", `${told}: --to`, { hint: `${again} --to <community> -m "…"` });
}
