// The keys of review as they are explained, and keys of the person's own that act as one of them.
import { PkmError } from "../base/errors.ts";

export interface KeyLine {
  keys: string;
  does: string;
}

/** In the order they are shown. */
export const reviewKeys: readonly KeyLine[] = [
  { keys: "j k", does: "next, previous" },
  { keys: "g G", does: "first, last" },
  { keys: "space", does: "a page on, then the next" },
  { keys: "enter", does: "read it here" },
  { keys: "f", does: "fetch its whole page" },
  { keys: "s", does: "keep" },
  { keys: "x", does: "not for me" },
  { keys: "z", does: "later: it waits on" },
  { keys: "n", does: "a note, one line" },
  { keys: "N", does: "a note, in $EDITOR" },
  { keys: "h", does: "highlight a passage" },
  { keys: "t", does: "tag" },
  { keys: "l", does: "link a note to it" },
  { keys: "w", does: "stage its note; sends nothing" },
  { keys: "m", does: "mute what a query finds" },
  { keys: "o", does: "open its page" },
  { keys: "1-9", does: "open a link in its text" },
  { keys: "y", does: "copy its address" },
  { keys: "|", does: "pipe its text to a program" },
  { keys: "O", does: "open the old note of today" },
  { keys: "u ^R", does: "undo, redo" },
  { keys: "/", does: "search this list" },
  { keys: "?", does: "these keys" },
  { keys: "q", does: "back, then quit" },
];

/** Names of the keys above, as a terminal's loop tells them. */
const known: ReadonlySet<string> = new Set(
  reviewKeys
    .flatMap(({ keys }) => keys.split(" "))
    .flatMap((key) => {
      if (key === "1-9") return Array.from({ length: 9 }, (_, at) => String(at + 1));
      return key.startsWith("^") ? `ctrl-${key.slice(1).toLowerCase()}` : key;
    }),
);

/**
 * What a key acts as: `own` has a key of the person's for the key of review it stands for; every other key is itself.
 * Throws PkmError("config") for one that stands for nothing.
 */
export function keysWith(own: ReadonlyMap<string, string>): (name: string) => string {
  for (const [key, target] of own) {
    if (known.has(target)) continue;
    throw new PkmError("config", `keys.${key}: review has no key ${target}`, { hint: "pkm config edit" });
  }
  return (name) => own.get(name) ?? name;
}
