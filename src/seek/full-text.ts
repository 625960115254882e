// The whole text of an item whose feed brings only its beginning: read from its own page, once.
import { PkmError, reasonOf } from "../base/errors.ts";
import { readingMinutes } from "./content.ts";
import type { Web } from "./fetch.ts";
import { pooled } from "../base/pool.ts";
import { readWebPage, type ReadPagePorts } from "./save.ts";
import { importedScheme, originOf } from "./source.ts";

export interface FullText {
  /** Null where the page stands as a whole. */
  html: string | null;
  text: string;
}

/** An item whose page may be asked for. */
export interface PageAsk {
  id: string;
  url: string;
  /** Address of its source. */
  source: string;
}

export interface PageStore {
  /** Items that wait, of sources whose pages are wanted, and whose page was not read yet; the newest first. */
  wanted(limit: number): readonly PageAsk[];
  keep(item: string, page: FullText & { minutes: number }): void;
  fail(item: string, why: string): void;
}

export interface FullTextPorts extends ReadPagePorts {
  web: Web;
  pages: PageStore;
}

/** Pages read in one run, and at the same time, at most. */
const pagesMax = 50;
const atOnceMax = 8;
/** A text shorter than this may be but the beginning of its page. */
const wholeCharacters = 1500;

/** Whether the text looks as if more of it stood on the page. */
export function isBeginning(text: string | null): boolean {
  if (text === null || text.length < wholeCharacters) return true;
  return /(?:\u2026|\.\.\.|\[\u2026\]|\[\.\.\.\])\s*$/.test(text);
}

/** Whether the pages of its items can be asked for: it came from the web, or is a list of pages that were saved elsewhere. */
export function hasPages(source: string): boolean {
  return originOf(source) === "web" || source.startsWith(importedScheme);
}

/**
 * Reads the page and keeps its text. Throws PkmError as saving a page does; what failed is written down. A feed or a list may
 * not lead into a private network, so its pages are asked for as addresses that a document named.
 */
export async function readFullText({ id, url, source }: PageAsk, ports: FullTextPorts): Promise<void> {
  if (!hasPages(source)) {
    throw new PkmError("failed", `${id} came from no web server`, { hint: `pkm open ${id}` });
  }
  try {
    const { html, text } = await readWebPage({ url, foundAt: source }, ports);
    ports.pages.keep(id, { html, text, minutes: readingMinutes(text) });
  } catch (thrown) {
    // Without a network nothing is wrong with the page.
    if (thrown instanceof PkmError && thrown.kind !== "try-later") ports.pages.fail(id, reasonOf(thrown));
    throw thrown;
  }
}

/** Reads the pages that sources want, as many as one run may; hands back how many were read. What fails waits for another day. */
export async function readWanted(ports: FullTextPorts, onProgress: (url: string) => void): Promise<number> {
  let read = 0;
  await pooled(ports.pages.wanted(pagesMax), {
    size: atOnceMax,
    signal: null,
    async act(ask) {
      onProgress(ask.url);
      try {
        await readFullText(ask, ports);
        read += 1;
      } catch (thrown) {
        if (!(thrown instanceof PkmError)) throw thrown;
      }
    },
  });
  return read;
}
