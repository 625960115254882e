// What a rule of the house is: what it speaks of, how it is checked, and what breaks and keeps it.
import type { SourceFile } from "./source.ts";

export interface Rule {
  name: string;
  /** Files it speaks of. */
  concerns: RegExp;
  /** Each violation in words, with its line where it has one; empty when the file keeps the rule. */
  violations(file: SourceFile): string[];
  /** Sources that break it, so that the rule itself is tested. */
  broken: readonly { path: string; text: string }[];
  /** Sources that look alike and keep it. */
  kept: readonly { path: string; text: string }[];
}
