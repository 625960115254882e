// The two flags by which a list is read by distance, the same wherever there are items or sources to read.
import { PkmError } from "../../base/errors.ts";
import type { Direction } from "../../people/distance.ts";
import type { OptionSpec, Words } from "../command.ts";

export const distanceOptions: readonly OptionSpec[] = [
  {
    flags: "--outward",
    about: "from your communities outward: co-members first, then who is in touch, followed, seen",
  },
  { flags: "--outside-in", about: "the other way round: first what nobody you know wrote" },
];

/** The direction asked for; null where none was. Throws PkmError("usage") for both. */
export function directionFrom(words: Words): Direction | null {
  const [outward, outsideIn] = [words.flag("outward"), words.flag("outsideIn")];
  if (outward && outsideIn) {
    throw new PkmError("usage", "--outward and --outside-in contradict each other", { hint: "--outward" });
  }
  return outward ? "outward" : outsideIn ? "outside-in" : null;
}
