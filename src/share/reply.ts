// Replies: takes in what somebody said about a share, and what the person decides about it.
import { PkmError } from "../base/errors.ts";
import type { Desk } from "./desk.ts";
import { checkVerdict, type Consent, type Feedback, type Verdict } from "./feedback.ts";
import { isClosed, wasSent, type Release } from "./release.ts";

type ReplyDesk = Pick<Desk, "shares" | "feedback" | "releases" | "communities" | "changes" | "clock"> & {
  people: { witness(person: string, what: string, ref: string | null): void };
};

export interface Reply {
  share: string;
  /** Person id. */
  person: string;
  via: string;
  text: string;
  about: string | null;
  consent: Consent;
}

/** Writes the contribution down; `isMember` says whether its giver belongs to the place that was asked. */
export function addFeedback(desk: ReplyDesk, reply: Reply): { feedback: Feedback; isMember: boolean } {
  if (reply.text.trim() === "")
    throw new PkmError("usage", "the feedback is empty", { hint: `pkm share feedback ${reply.share} add -m "…"` });
  const release = answeredRelease(desk, reply);
  const place = desk.communities.get(release.place);
  const isMember = place.members.some(({ person, degree }) => person === reply.person && degree !== "left");
  const feedback = desk.changes.record(`wrote down feedback on ${reply.share}`, () => {
    const id = desk.feedback.add({ ...reply, release: release.id, version: release.version });
    desk.people.witness(reply.person, `gave feedback by ${reply.via}`, id);
    return findFeedback(desk, reply.share, id);
  });
  return { feedback, isMember };
}

/** The newest release the person was asked in, else the newest that was sent at all. */
function answeredRelease(desk: ReplyDesk, { share, person }: Reply): Release {
  const sent = desk.shares.facts(share).releases.filter((release) => release.kind !== "report" && wasSent(release));
  const asked = sent.findLast(({ place }) =>
    desk.communities.get(place).members.some((member) => member.person === person),
  );
  const release = asked ?? sent.at(-1);
  if (release === undefined) {
    throw new PkmError("not-yet", `${share} was sent to nobody yet`, { hint: `pkm share send ${share}` });
  }
  return release;
}

/** Writes down what the person makes of a point. Throws PkmError("usage") for a declined point without its reason. */
export function decide(
  desk: ReplyDesk,
  { share, id, verdict, why }: { share: string; id: string; verdict: Verdict; why: string | null },
): Feedback {
  checkVerdict(findFeedback(desk, share, id), verdict, why);
  return desk.changes.record(`${verdict} ${id}`, () => {
    desk.feedback.decide(id, verdict, why);
    return findFeedback(desk, share, id);
  });
}

/** Closes the rounds of the share that still take answers; how many there were. */
export function closeRounds(desk: ReplyDesk, share: string): number {
  const rounds = desk.shares
    .facts(share)
    .releases.filter((release) => release.kind === "round" && wasSent(release) && !isClosed(release, desk.clock.now()));
  if (rounds.length === 0)
    throw new PkmError("not-yet", `${share} has no round that takes answers`, { hint: "pkm share" });
  desk.changes.record(`closed the round of ${share}`, () => {
    for (const { id } of rounds) desk.releases.close(id);
  });
  return rounds.length;
}

function findFeedback(desk: Pick<ReplyDesk, "feedback">, share: string, id: string): Feedback {
  const found = desk.feedback.ofShare(share).find((feedback) => feedback.id === id);
  if (found !== undefined) return found;
  throw new PkmError("not-found", `${share} has no feedback ${id}`, { hint: `pkm share feedback ${share}` });
}
