// The language of a post, as BCP 47 names it.
import { PkmError } from "../base/errors.ts";
import { plainLine } from "../base/plain.ts";

/** Throws PkmError("usage") where the tag names no language; null is none said. */
export function checkLanguage(tag: string | null): void {
  if (tag === null) return;
  try {
    Intl.getCanonicalLocales(tag);
  } catch {
    throw new PkmError("usage", `--language takes a language tag, not ${plainLine(tag)}`, { hint: "--language en" });
  }
}
