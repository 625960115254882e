// The keys of review as they are explained.

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
