// A rule: a query whose items wait no more (mute), or that no mute rule and no shelf life touches (keep).
import type { Instant } from "../base/clock.ts";
import { PkmError } from "../base/errors.ts";
import { spanMs, type FilterKey } from "./query-filter.ts";
import { pointing } from "./query-error.ts";
import { parseQuery, type Query } from "./query.ts";

export type RuleKind = "mute" | "keep";

/** A rule as it is listed. */
export interface Rule {
  /** What --drop takes. */
  no: number;
  how: RuleKind;
  query: string;
  created: Instant;
  /** Null while it holds until it is dropped. */
  until: Instant | null;
  /** Items it holds at present. */
  items: number;
}

/** What an item comes with. What the person did with it, and when it came, would change under the rule. */
const askable: ReadonlySet<FilterKey> = new Set<FilterKey>(["tag", "from", "by", "context", "via"]);

/** The query of a rule. Throws PkmError("usage") for one that asks nothing, or for what an item does not come with. */
export function parseRule(text: string, now: Date): Query {
  const query = parseQuery(text, now);
  const hint = "pkm help seek mute";
  if (query.all.length === 0)
    throw new PkmError("usage", "a rule needs a query: without one it holds for all", { hint });
  if (query.all.some((terms) => terms.every(({ isNegated }) => isNegated)) && query.all.length === 1) {
    const wrong = pointing(text, text.search(/\S/), "a rule says what it holds for, not only what it leaves out");
    throw new PkmError("usage", wrong, { hint });
  }
  for (const term of query.all.flat()) {
    if (term.kind !== "filter" || askable.has(term.key)) continue;
    const wrong = `a rule takes words, ${[...askable].map((key) => `${key}:`).join(" ")}, not ${term.key}:`;
    throw new PkmError("usage", pointing(text, placeOf(`${term.key}:`, text), wrong), { hint });
  }
  return query;
}

/** Where the filter stands; words in quotes are none. */
function placeOf(filter: string, text: string): number {
  return Math.max(0, text.replace(/"[^"]*"/g, (phrase) => " ".repeat(phrase.length)).indexOf(filter));
}

/** When a rule ends that holds for so long ("30d", "2w"). Throws PkmError("usage"). */
export function ruleEnd(span: string, now: Date): Instant {
  const ms = spanMs(span) ?? 0;
  if (ms === 0)
    throw new PkmError("usage", `--for takes a time as 12h, 30d, 2w, 3m, not ${span}`, { hint: "pkm help seek mute" });
  return new Date(now.getTime() + ms).toISOString();
}
