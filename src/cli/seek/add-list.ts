// What pkm seek add was given, as wishes: addresses as typed, and the feeds of lists in OPML.
import { PkmError } from "../../base/errors.ts";
import { shellWord } from "../../base/shell-word.ts";
import { plainLine } from "../../base/plain.ts";
import { shownUrl, usualSettings } from "../../seek/source.ts";
import type { Wish } from "../../seek/subscribe.ts";
import type { Context } from "../context.ts";
import { fullSource } from "../full-path.ts";

/** Something to add. */
export interface AddWish extends Wish {
  /** Out of a list: then it is added also where its server does not answer now. */
  isListed: boolean;
}

export interface Given {
  wishes: readonly AddWish[];
  /** What lists name and pkm does not take, a line for each. */
  notTaken: readonly string[];
  /** What else is to be said of lists. */
  remarks: readonly string[];
}

/** The wishes behind `words`, each like `wish` but for what a list says. Throws PkmError for a file that is no list. */
export async function givenSources(
  context: Context,
  words: readonly string[],
  wish: Omit<Wish, "typed">,
): Promise<Given> {
  const parts: Given[] = [];
  for (const word of words) {
    const pack = /^pack:(.+)$/.exec(word)?.[1];
    if (pack !== undefined) parts.push(await fromList(context, { name: word, bytes: await context.pack(pack) }, wish));
    else if (!isListFile(word)) parts.push(typedAlone(word, wish));
    else parts.push(await fromList(context, { name: word, bytes: await context.readFile(word) }, wish));
  }
  return {
    wishes: parts.flatMap(({ wishes }) => wishes),
    notTaken: parts.flatMap(({ notTaken }) => notTaken),
    remarks: parts.flatMap(({ remarks }) => remarks),
  };
}

/** A path that ends so, or that can be nothing but a path. */
function isListFile(word: string): boolean {
  return !/^[a-z][a-z0-9+.-]+:/i.test(word) && (/\.opml$/i.test(word) || /^(?:\.{0,2}|~)\//.test(word));
}

function typedAlone(word: string, wish: Omit<Wish, "typed">): Given {
  return { wishes: [{ ...wish, typed: fullSource(word), isListed: false }], notTaken: [], remarks: [] };
}

async function fromList(
  context: Context,
  { name, bytes }: { name: string; bytes: Uint8Array },
  wish: Omit<Wish, "typed">,
): Promise<Given> {
  const { readOpml } = await context.readers();
  const list = await readOpml(bytes);
  if (list === null)
    throw new PkmError("failed", `${name} is no list of feeds in OPML`, { hint: `pkm seek check ${shellWord(name)}` });
  const settings = wish.settings ?? usualSettings;
  if (settings.secret !== null)
    throw new PkmError("usage", `a secret is for one server, and ${name} is a list of many`, {
      hint: "pkm seek add <url> --secret env:NAME",
    });
  return {
    wishes: list.feeds.map(({ url, title, tags }) => ({
      ...wish,
      typed: url,
      tags: [...new Set([...wish.tags, ...tags])],
      settings: { ...settings, title },
      isListed: true,
    })),
    notTaken: list.notTaken.map(({ line, what }) => `${name}, line ${line}: ${plainLine(what)} is not taken`),
    remarks: list.twice.map(
      ({ line, url }) => `${name}, line ${line}: ${shownUrl(url)} stands in it twice, taken once`,
    ),
  };
}
