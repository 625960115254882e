// Words that every form of a digest has.
import { plainLine } from "../base/plain.ts";
import type { Digest, DigestEntry } from "./digest.ts";

/** "12 of 212 to read, 34 min, 200 held for later". */
export function summaryOf({ shown, held, minutes, letGo }: Digest): string {
  const gone = letGo === 0 ? "" : `, ${letGo} let go unread`;
  if (shown === 0) return `nothing new to read${gone}`;
  const rest = held === 0 ? "" : `, ${held} held for later`;
  return `${shown} of ${shown + held} to read, ${minutes} min${rest}${gone}`;
}

/** Who says it and why it stands here, on one line; empty where there is nothing to say. */
export function reasonsOf({ from, minutes, why }: DigestEntry): string {
  const said = from === null ? [] : [minutes === null ? from : `${from}, ${minutes} min`];
  return plainLine([...said, ...why].join("; "));
}
