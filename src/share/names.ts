// Names of people in an outgoing text who have not agreed to stand there.
import type { Attribution, Community } from "../people/community.ts";
import type { Person } from "../people/person.ts";
import type { Feedback } from "./feedback.ts";

/** Whom a text goes to, and what is agreed about names in it. */
export interface Naming {
  people: readonly Person[];
  /** Every community and team, those that were left too. */
  places: readonly Community[];
  /** The place it goes to: its own members may be named there. */
  to: string;
  /** Ids of people it goes to by name. */
  audience: readonly (string | null)[];
  /** Names that stand with what is cited: those are public. */
  authors: readonly (string | null)[];
  /** What was said about the note: its givers count like members, and one that agreed may be named. */
  feedback: readonly Feedback[];
}

/** A person the text names, and the community whose member they are; null for somebody who only gave feedback. */
export interface Named {
  person: Person;
  as: string;
  place: string | null;
}

/** People whose name, address or handle stands in the text, but for those it goes to, those who agreed and public authors. */
export function namesIn(text: string, naming: Naming): readonly Named[] {
  const within = readable(text);
  return naming.people.flatMap((person) => {
    const place = confidingPlace(person, naming);
    if (place === undefined || isFree(person, naming)) return [];
    const as = [person.name, ...person.handles].find((name) => stands(name, within));
    return as === undefined ? [] : [{ person, as, place }];
  });
}

/** The place whose norms protect the name; null for a giver of feedback, undefined when nothing protects it. */
function confidingPlace({ id }: Person, { places, feedback }: Naming): string | null | undefined {
  const open: Attribution = "named";
  const of = places.find(
    ({ kind, attribution, members }) =>
      kind !== "network" && attribution !== open && members.some(({ person }) => person === id),
  );
  if (of !== undefined) return of.name;
  return feedback.some(({ person, consent }) => person === id && consent !== "named") ? null : undefined;
}

function isFree({ id, name }: Person, { places, to, audience, authors, feedback }: Naming): boolean {
  const isMemberThere = places.some(
    (place) => place.id === to && place.members.some(({ person, degree }) => person === id && degree !== "left"),
  );
  if (isMemberThere || audience.includes(id)) return true;
  if (authors.some((author) => author?.toLowerCase() === name.toLowerCase())) return true;
  const given = feedback.filter(({ person }) => person === id);
  return given.length > 0 && given.every(({ consent }) => consent === "named");
}

/**
 * A name as written, for many are words too; addresses and handles in any case. Between its words may stand what leaves
 * it one name to a reader: the end of a line, with the mark of a quote, or a mark of emphasis.
 */
function stands(name: string, within: string): boolean {
  const words = readable(name).trim().split(/\s+/u).map(literal);
  if (words[0] === "") return false;
  const between = "(?:[\\s\\p{Zs}*_~`>\\\\]|&nbsp;)+";
  const flags = /[@/.]/.test(name) ? "iu" : "u";
  return new RegExp(`(?<![\\p{L}\\p{N}])${words.join(between)}(?![\\p{L}\\p{N}])`, flags).test(within);
}

/** Composed alike, and without what nobody sees. */
function readable(text: string): string {
  return text.normalize("NFC").replace(/\p{Cf}/gu, "");
}

function literal(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
