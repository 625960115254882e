// What a thing that came back is: feedback by somebody who was asked, or something that is kept apart, and why.
import { handleKey } from "../people/handle.ts";
import type { Person } from "../people/person.ts";
import type { FoundReply } from "./channel.ts";
import { ownWords } from "./own-words.ts";

/** Why something that came back is no feedback. */
export const aparts = [
  "stranger",
  "outsider",
  "automatic",
  "own",
  "bounce",
  "reaction",
  "boost",
  "empty",
  "edited",
  "repeated",
] as const;
export type Apart = (typeof aparts)[number];

/** Those that the person may take as feedback all the same. */
const takeable: readonly Apart[] = ["stranger", "outsider", "automatic", "edited", "repeated"];

/** Whether a word of the person makes feedback of it. */
export function canTake(apart: Apart): boolean {
  return takeable.includes(apart);
}

/** What is known where the reply is to be filed. */
export interface Setting {
  /** Everybody who is known. */
  people: readonly Pick<Person, "id" | "handles">[];
  /** Ids of those who belong to the place that was asked; null for a network, where anybody may answer. */
  members: readonly string[] | null;
  /** The part as its readers saw it. */
  draft: string;
  /** Whether the far end's id is known already, with another text. */
  isEdit: boolean;
  /** What each person has said of this share, by person id. */
  said: (person: string) => readonly string[];
}

export interface Judged {
  /** Person id; null where nobody known has that address. */
  person: string | null;
  /** The giver's own words. */
  text: string;
  /** The passage that they stand under; null for the whole. */
  about: string | null;
  /** Null when it is feedback. */
  apart: Apart | null;
}

/** Tells feedback from what only looks like it. Nothing is taken from somebody who was not asked. */
export function judge(reply: FoundReply, setting: Setting): Judged {
  const person = giverOf(reply.from.address, setting);
  const { text, about } = ownWords(reply.text, setting.draft);
  return { person, text, about, apart: apartOf(reply, { ...setting, person, text }) };
}

function apartOf(reply: FoundReply, given: Setting & { person: string | null; text: string }): Apart | null {
  const { person, text, members } = given;
  if (reply.isOwn) return "own";
  if (reply.kind === "bounce" || reply.kind === "reaction" || reply.kind === "boost") return reply.kind;
  if (reply.isAutomatic) return "automatic";
  if (text === "") return "empty";
  if (given.isEdit) return "edited";
  if (person === null) return "stranger";
  if (members !== null && !members.includes(person)) return "outsider";
  return given.said(person).includes(text) ? "repeated" : null;
}

/** Who has that address; where several do, the one who belongs to the place. */
function giverOf(address: string, { people, members }: Setting): string | null {
  const key = handleKey(address);
  const known = people.filter(({ handles }) => handles.some((handle) => handleKey(handle) === key));
  const asked = known.find(({ id }) => members?.includes(id));
  return (asked ?? known[0])?.id ?? null;
}
