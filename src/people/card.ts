// Somebody as an address book gives them, and whom of the people already known they are.
import { foldedKey } from "./known-as.ts";

export interface Card {
  name: string;
  mails: readonly string[];
  /** Nicknames, addresses of pages and of chats. */
  handles: readonly string[];
}

export interface KnownPeople {
  /** Ids of those known by this name, mail or handle. */
  knownAs(text: string): readonly string[];
  /** Whether a mail address is known of the person. */
  hasMail(id: string): boolean;
}

/**
 * The one person the card is of; null for somebody new. A mail address or handle tells; a name does only where not both have
 * a mail address, for then two addresses would say that they are two.
 */
export function personOfCard({ name, mails, handles }: Card, known: KnownPeople): string | null {
  const told = new Set([...mails, ...handles].flatMap((text) => known.knownAs(text)));
  if (told.size === 1) return [...told][0] ?? null;
  if (told.size > 1) return null;
  const [only, second] = known.knownAs(name);
  if (only === undefined || second !== undefined) return null;
  return mails.length > 0 && known.hasMail(only) ? null : only;
}

/** What the card adds to what somebody is known as: each handle and further mail address once. */
export function handlesWith(handles: readonly string[], card: Card, mail: string | null): readonly string[] {
  const known = new Set(mail === null ? [] : [foldedKey(mail)]);
  return [...handles, ...card.mails, ...card.handles].filter((handle) => {
    const key = foldedKey(handle);
    const isNew = key !== "" && !known.has(key);
    known.add(key);
    return isNew;
  });
}
