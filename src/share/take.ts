// Taking: makes feedback, on the person's word, of what came back and was kept apart.
import { PkmError } from "../base/errors.ts";
import { handleKey } from "../people/handle.ts";
import type { Desk } from "./desk.ts";
import type { Feedback } from "./feedback.ts";
import { judgeIn, takeIn, type FilingDesk, type Reply } from "./filing.ts";
import { canTake } from "./found.ts";

type TakeDesk = FilingDesk &
  Pick<Desk, "changes" | "channel"> & {
    people: FilingDesk["people"] & {
      add(person: { name: string; mail: string | null; handles: readonly string[] }): { id: string };
    };
  };

export interface Taking {
  share: string;
  /** Id of the reply. */
  id: string;
  /** Person id of its giver; null takes whom the address belongs to, and writes down a new person where nobody is known. */
  person: string | null;
}

/** Makes a point of the reply. Throws PkmError("not-found"), or ("not-yet") for what is feedback already or never can be. */
export async function take(desk: TakeDesk, { share, id, person }: Taking): Promise<Feedback> {
  const answered = desk.releases.delivery(untaken(desk, share, id).delivery);
  const channel = await desk.channel(answered.channelKind);
  return desk.changes.record(`took ${id} as feedback on ${share}`, () => {
    // Looked at again: another pkm may have taken it meanwhile.
    const reply = untaken(desk, share, id);
    const found = { ...reply, answers: answered.wireId, isAutomatic: false, isOwn: false };
    const judged = judgeIn(desk, found, { answered, channel, isEdit: false });
    const giver = person ?? judged.person ?? newPerson(desk, reply);
    desk.replies.take(id);
    takeIn(desk, { id, answered, at: reply.at }, { ...judged, person: giver });
    const made = desk.feedback.ofShare(share).find((each) => each.id === id);
    if (made === undefined) throw new Error(`the feedback ${id} was not written down`);
    return made;
  });
}

/** What was kept apart and can be taken. */
function untaken({ replies }: TakeDesk, share: string, id: string): Reply {
  const reply = replies.ofShare(share).find((each) => each.id === id);
  if (reply === undefined) {
    throw new PkmError("not-found", `nothing that came back to ${share} is called ${id}`, {
      hint: `pkm share feedback ${share}`,
    });
  }
  if (reply.apart !== null && canTake(reply.apart)) return reply;
  const told =
    reply.apart === null
      ? `${id} is feedback already`
      : `${id} is ${withArticle[reply.apart] ?? reply.apart}: it says nothing`;
  throw new PkmError("not-yet", told, { hint: `pkm share feedback ${share}` });
}

const withArticle: Readonly<Partial<Record<NonNullable<Reply["apart"]>, string>>> = {
  own: "your own",
  bounce: "a bounce",
  reaction: "a reaction",
  boost: "a boost",
  empty: "nothing but quotes",
};

/** Somebody new is seen, and no more: what comes of it is for the person to say. */
function newPerson(desk: TakeDesk, { from }: Reply): string {
  const isMail = /^[^@\s]+@[^@\s]+$/.test(from.address) && !from.address.startsWith("@");
  const name = from.name === "" ? from.address : from.name;
  const handles = isMail ? [] : [from.address];
  return desk.people.add({ name, mail: isMail ? handleKey(from.address) : null, handles }).id;
}
