// A digest as an HTML page that is a mail's HTML part too: no image, no script, nothing fetched, and no link that changes anything.
import { localDay } from "../base/clock.ts";
import { plainLine } from "../base/plain.ts";
import type { Digest, DigestEntry, DigestSection } from "../seek/digest.ts";
import { reasonsOf, summaryOf } from "../seek/digest-words.ts";
import { dayOf } from "./publish-content.ts";
import { webAddress } from "../sense/outward.ts";
import { block, element, writeHtml, type Tree } from "./publish-tree.ts";

/**
 * Mail programs keep the style of an element and often drop a style sheet, so each element carries its own, in greys
 * that read on white and on black. Text and ground have no colour of ours: the program's own, light or dark, stand.
 */
const style = {
  body: "margin:0;padding:16px;font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;font-size:16px;line-height:1.5",
  main: "max-width:38em;margin:0 auto",
  h1: "font-size:22px;line-height:1.25;margin:0 0 4px;font-weight:600",
  quiet: "color:#757575;font-size:14px;margin:0",
  h2: "font-size:13px;letter-spacing:.06em;text-transform:uppercase;color:#757575;font-weight:600;margin:32px 0 0;padding:0 0 6px;border-bottom:1px solid #9e9e9e",
  entry: "margin:16px 0 0",
  title: "margin:0;font-size:17px;line-height:1.35;font-weight:600;overflow-wrap:anywhere",
  link: "color:#1a73c8;text-decoration:none",
  text: "margin:2px 0 0;overflow-wrap:anywhere",
  code: "font-family:ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:13px;overflow-wrap:anywhere",
} as const;

/** For programs that do keep it: links and greys a little lighter on black. */
const darkStyle =
  ":root{color-scheme:light dark;supported-color-schemes:light dark}" +
  "@media (prefers-color-scheme:dark){.q{color:#a8a8a8!important}.h{color:#a8a8a8!important;border-color:#5c5c5c!important}.a{color:#8ab4f8!important}}";

/** Nothing is fetched or run (CSP level 3); the styles stand in the page itself. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** A whole HTML document. */
export function digestPage(digest: Digest): string {
  const title = `Digest, ${dayOf(localDay(digest.date))}`;
  const head = block(
    "head",
    {},
    element("meta", { charset: "utf-8" }),
    element("meta", { "http-equiv": "Content-Security-Policy", content: policy }),
    element("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    element("meta", { name: "color-scheme", content: "light dark" }),
    element("meta", { name: "supported-color-schemes", content: "light dark" }),
    element("meta", { name: "referrer", content: "no-referrer" }),
    element("meta", { name: "generator", content: "pkm" }),
    element("title", {}, title),
    element("style", {}, darkStyle),
  );
  const main = block(
    "div",
    { style: style.main },
    element("h1", { style: style.h1 }, title),
    element("p", { style: style.quiet, class: "q" }, summaryOf(digest)),
    ...digest.sections.flatMap(sectionTrees),
  );
  return writeHtml(block("html", { lang: "en" }, head, block("body", { style: style.body }, main)));
}

function sectionTrees({ name, items, more }: DigestSection): readonly Tree[] {
  const rest =
    more === 0 ? [] : [element("p", { style: `${style.quiet};margin-top:12px`, class: "q" }, `and ${more} more`)];
  return [element("h2", { style: style.h2, class: "h" }, name), ...items.map(entryTree), ...rest];
}

function entryTree(entry: DigestEntry): Tree {
  const url = webAddress(entry.url);
  const title = plainLine(entry.title) || entry.id;
  const reasons = reasonsOf(entry);
  const name: Tree =
    url === null ? title : element("a", { href: url, style: style.link, class: "a", rel: "noreferrer" }, title);
  const id = element("code", { style: style.code }, entry.id);
  return block(
    "div",
    { style: style.entry },
    element("p", { style: style.title, dir: "auto" }, name),
    ...(entry.excerpt === null ? [] : [element("p", { style: style.text, dir: "auto" }, plainLine(entry.excerpt))]),
    element("p", { style: style.quiet, class: "q" }, ...(reasons === "" ? [] : [`${reasons} · `]), id),
    ...(entry.next === null
      ? []
      : [element("p", { style: style.text }, element("code", { style: style.code }, plainLine(entry.next)))]),
  );
}
