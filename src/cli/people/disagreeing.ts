// Whom the person trusts to disagree with them, offered where a note is about to be taken somewhere.
import { contextsLeft } from "../../sense/context.ts";
import type { Context } from "../context.ts";

type Store = Awaited<ReturnType<Context["store"]>>;

/**
 * A line on those who are asked, and one on those who are not, with how to ask them; of people behind the line of a bounded
 * context only where the place stands inside it. Empty where nobody is trusted so.
 */
export function disagreeingLines(
  { people, contexts, whose }: Pick<Store, "people" | "contexts" | "whose">,
  place: string,
  asked: readonly (string | null)[],
): readonly string[] {
  const bounded = contexts.bounded();
  const inside = contexts.of(place);
  const of = whose.contexts();
  const trusted = people
    .list()
    .filter(({ disagrees, left }) => disagrees !== null && left === null)
    .filter(({ id }) => contextsLeft(of.get(id) ?? [], inside, bounded).length === 0);
  const [there, away] = [true, false].map((isAsked) => trusted.filter(({ id }) => asked.includes(id) === isAsked));
  const names = (some: typeof trusted | undefined): string => (some ?? []).map(({ name }) => name).join(", ");
  const [first] = away ?? [];
  return [
    ...(names(there) === "" ? [] : [`asked, and trusted to disagree: ${names(there)}`]),
    ...(first === undefined
      ? []
      : [`trusted to disagree, and not asked: ${names(away)}: pkm community member ${place} ${first.id}`]),
  ];
}

/** "1 challenge recorded", of links to and from the note; never more than that is said. */
export function challengeText({ notes }: Pick<Store, "notes">, note: string): string {
  const found = notes.get(note);
  const links = [...(found?.links ?? []), ...(found?.backlinks ?? [])];
  const count = links.filter(({ as }) => as === "challenges").length;
  return `${count === 0 ? "no" : count} ${count === 1 || count === 0 ? "challenge" : "challenges"} recorded`;
}
