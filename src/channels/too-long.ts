// A post over the limit, said with both ways out: the text is never cut.
import type { WirePart, WireProblem } from "../share/channel.ts";

export interface Overlong {
  part: Pick<WirePart, "part">;
  length: number;
  units: number;
  /** How many posts a thread would have. */
  pieces: number;
}

/** The problem that stops the send, naming both ways out. */
export function tooLong({ part, length, units, pieces }: Overlong): WireProblem {
  const ways = pieces > 1 ? `shorten the note, or make a thread of ${pieces} posts with --thread` : "shorten it";
  const message = `part ${part.part} has ${length} characters, and a post has at most ${units}: ${ways}`;
  return { code: "too-long", message, isFatal: true, ...(pieces > 1 ? { flag: "--thread" } : {}) };
}
