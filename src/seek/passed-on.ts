// Whether an item says something of its own, or passes on what is told on another page.
import { canonicalUrl } from "./canonical-url.ts";
import { siteOf } from "./echoes.ts";

/** A text of more words says something of its own, whatever it links to. */
const wordsMax = 120;
/** Longer than so many words can be, in any script: nothing so long is cut into words to count them. */
const unitsMax = wordsMax * 40;
const hrefPattern = /\bhref\s*=\s*(?:"([^"\s<>]{1,2000})"|'([^'\s<>]{1,2000})')/gi;

/**
 * The page that the item passes on, canonical: the one its feed names as what it is about, else, of a short text, the one
 * page elsewhere that it links to. Null where there is none, or more than one.
 */
export function passedOnPage(item: {
  url: string | null;
  externalLink: string | null;
  html: string | null;
  text: string | null;
}): string | null {
  const own = siteOf(item.url);
  const isElsewhere = (page: string): boolean => siteOf(page) !== null && siteOf(page) !== own;
  const named = item.externalLink === null ? null : canonicalUrl(item.externalLink);
  if (named !== null && isElsewhere(named)) return named;
  const text = item.text ?? "";
  if (text.length > unitsMax || text.split(/\s+/).length > wordsMax) return null;
  const pages = new Set(
    Array.from((item.html ?? "").matchAll(hrefPattern), ([, double, single]) =>
      canonicalUrl(unescaped(double ?? single ?? "")),
    )
      .filter((page) => page !== null)
      .filter(isElsewhere),
  );
  const [only, second] = pages;
  return second === undefined ? (only ?? null) : null;
}

/** The one entity that addresses need. */
function unescaped(address: string): string {
  return address.replaceAll("&amp;", "&");
}
