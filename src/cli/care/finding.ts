// What doctor found out about one thing.

export interface Finding {
  check: string;
  result: "ok" | "look" | "bad";
  detail: string;
  /** A command that mends it; null when all is well or nothing can be typed. */
  mend: string | null;
}
