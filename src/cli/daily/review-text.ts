// An item as review lets it be read: what it is, its text, and its numbered links.
import { localDay } from "../../base/clock.ts";
import { plainLine, plainText } from "../../base/plain.ts";
import { nameOfItem } from "../../seek/item.ts";
import type { Context } from "../context.ts";

/** More is not cut into lines: a page that long is for `show --full` and a pager. */
const charactersMax = 200_000;
const linksMax = 9;

/** The item's text for reading, safe to print. */
export async function readingText(context: Context, id: string): Promise<string> {
  const [store, links] = [await context.store(), await linksOf(context, id)];
  const item = store.items.get(id);
  const text = plainText(store.items.body(id).text ?? "").trim();
  const shown = text.slice(0, charactersMax).toWellFormed();
  const rest = text.length - shown.length;
  const facts = [
    item.source.title ?? item.source.url,
    item.author,
    item.published === null ? null : localDay(item.published),
    `${item.minutes} min`,
  ];
  const parts = [
    plainLine(nameOfItem(item)),
    [facts.map((fact) => plainLine(fact ?? "")).filter((fact) => fact !== ""), item.url ?? ""].map(joined).join("\n"),
    shown === "" ? "(no text came with it: o opens its page)" : shown,
    rest > 0 ? `[${rest} characters more: pkm show ${id} --full]` : "",
    links.map((link, index) => `[${index + 1}] ${link}`).join("\n"),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function joined(given: readonly string[] | string): string {
  return typeof given === "string" ? plainLine(given) : given.join(" · ");
}

/** The item's first links, in the order of its text. */
export async function linksOf(context: Context, id: string): Promise<readonly string[]> {
  const store = await context.store();
  const { html } = store.items.body(id);
  if (html === null) return [];
  const readers = await context.readers();
  return readers.linksIn(html, store.items.get(id).url).slice(0, linksMax);
}
