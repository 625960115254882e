// A query out of the words of a command line, from which the shell has taken the quotes.

import { shellWord } from "../../base/shell-word.ts";
import { parseQuery, type Query, type Term } from "../../sense/query.ts";
import type { Context } from "../context.ts";

/** Reads a query as of now, with the saved views of config.toml. Throws PkmError("usage") as parseQuery does. */
export function queryNow(context: Pick<Context, "clock" | "home">, text: string): Query {
  return parseQuery(text, context.clock.now(), context.home.settings.table("views"));
}

/** What of the items that wait meets the query. */
export function amongWaiting({ all }: Query): Query {
  const is = (key: "kind" | "is", value: string): readonly Term[] => [{ kind: "filter", key, value, isNegated: false }];
  return { all: [is("kind", "item"), is("is", "new"), ...all] };
}

/**
 * One word is a whole query. Among several, a word with white space was quoted in the shell: it is a phrase, or the
 * value of a filter.
 */
export function queryFrom(args: readonly string[]): string {
  if (args.length < 2) return args.join("");
  return args.map((arg) => (/\s/.test(arg) && !arg.includes('"') ? phrase(arg) : arg)).join(" ");
}

function phrase(arg: string): string {
  const [head = ""] = /^-?(?:[a-z]+:)?/.exec(arg) ?? [];
  return `${head}"${arg.slice(head.length)}"`;
}

/** A filter as it is typed in a shell: a value with blanks in quotes of the query's, and those in quotes of the shell's. */
export function filterTyped(key: string, value: string): string {
  const filter = `${key}:${/\s/.test(value) ? `"${value}"` : value}`;
  return /^[\p{L}\p{N}\w./:-]+$/u.test(filter) ? filter : shellWord(filter);
}
