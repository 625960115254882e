// Lists of feeds: OPML, and the urls file of newsboat, whose commands and query feeds are named and not taken.
import { cutText } from "../../base/plain.ts";
import type { Take } from "../../sense/imported.ts";
import type { SourceList } from "../../seek/source-list.ts";
import { lineOf, tagsOf, webUrl } from "./cleaned.ts";

const shownMax = 80;

/** Hands the feeds of an OPML document to `take`. */
export function takeList({ feeds, notTaken }: SourceList, take: Take): void {
  for (const [index, feed] of feeds.entries()) take({ kind: "feed", place: `feed ${index + 1}`, ...feed });
  for (const { line, what } of notTaken) take({ kind: "not-taken", place: `line ${line}`, what });
}

/** Whether most lines that say something are feeds as newsboat writes them. */
export function isNewsboat(text: string): boolean {
  const lines = text
    .slice(0, 20_000)
    .split("\n")
    .map((line) => line.trim());
  const said = lines.filter((line) => line !== "" && !line.startsWith("#"));
  const feeds = said.filter((line) => /^"?(?:https?:\/\/|feed:|query:|exec:|filter:)/i.test(line));
  return feeds.length > 0 && feeds.length * 2 > said.length;
}

/**
 * One feed a line: its address, and words, quoted or not, that are tags; "~Name" is its title, "!" hides it
 * (https://newsboat.org, "The urls file").
 */
export function readNewsboat(text: string, take: Take): void {
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "" || line.trimStart().startsWith("#")) continue;
    const place = `line ${index + 1}`;
    const [address = "", ...words] = wordsOf(line);
    const url = webUrl(address.replace(/^feed:(?:\/\/)?(?=https?:)/i, ""));
    const titles = words.filter((word) => word.startsWith("~"));
    const tags = tagsOf(words.filter((word) => !/^[~!]/.test(word)));
    if (url === null) take({ kind: "not-taken", place, what: whatOf(address) });
    else take({ kind: "feed", place, url, title: lineOf(titles[0]?.slice(1)), tags });
  }
}

function whatOf(address: string): string {
  const [, scheme = "", rest = ""] = /^(query|exec|filter):(.*)$/is.exec(address) ?? [];
  if (scheme.toLowerCase() === "query") return `the query feed ${lineOf(rest.split(":")[0]) ?? ""}`;
  if (scheme !== "") return `the command ${shown(rest)}`;
  return `${shown(address)}, no address of the web,`;
}

function shown(text: string): string {
  return cutText(lineOf(text) ?? "", shownMax);
}

/** Words between white space; double quotes hold one together, and a backslash takes the next character as it is. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/"((?:\\.|[^"\\])*)"|(\S+)/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll(/\\(.)/g, "$1") ?? bare ?? "",
  );
}
