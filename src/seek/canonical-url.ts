// The one form of a page's address: what identity is told by.
import { isTracking } from "./tracking.ts";

/**
 * The form of an http(s) URL in which two addresses of one page are the same text; null for anything else.
 * It is a key, not an address to ask: the page may answer only to the URL as it came.
 */
export function canonicalUrl(url: string): string | null {
  let { text, isRewritten } = canonicalStep(url);
  // What was cut off may have hidden something that is to be cut off too. Each round makes the text shorter.
  while (isRewritten && text !== null) ({ text, isRewritten } = canonicalStep(text));
  return text;
}

function canonicalStep(url: string): { text: string | null; isRewritten: boolean } {
  const parsed = URL.parse(url);
  if (parsed === null || (parsed.protocol !== "http:" && parsed.protocol !== "https:")) {
    return { text: null, isRewritten: false };
  }
  const cached = behindAmpCache(parsed);
  if (cached !== null) return { text: cached, isRewritten: true };
  // The parser has lower-cased the host and dropped the default port. A trailing slash, "www." and the hosts of
  // mobile pages ("m.", "mobile.") stay: there are sites where they lead to another page, and nothing in the address
  // tells. Where such a page is the same story, its words say so, and echoes group it.
  const host = parsed.host.replace(/^amp\.(?=[^.]+\.)/, "").replace(/\.(?=:|$)/, "");
  const { pathname, search, hash } = parsed;
  const query = withoutTracking(search);
  const path = withoutAmp(pathname);
  // A query may well end in a quote that was searched for.
  const place = query === "" ? withoutJunk(path) : path + query;
  const isRewritten = host !== parsed.host || place !== pathname + query;
  // One page is served on http and https alike, and feeds switch from one to the other.
  return { text: `https://${host}${place}${routeOf(hash)}`, isRewritten };
}

/** The page that a copy in an AMP cache stands for; null for any other address. */
function behindAmpCache({ hostname, pathname, search, hash }: URL): string | null {
  const isCache = hostname === "cdn.ampproject.org" || hostname.endsWith(".cdn.ampproject.org");
  const isViewer = /^(?:www\.)?(?:google(?:\.[a-z]{2,3}){1,2}|bing\.com)$/.test(hostname);
  if (!isCache && !isViewer) return null;
  const place = (isCache ? /^\/(?:c|v|wp)\/(?:s\/)?(.+)$/ : /^\/amp\/(?:s\/)?(.+)$/).exec(pathname)?.[1];
  if (place === undefined || !/^[^/.]+\.[^/]+/.test(place)) return null;
  return `https://${place}${search}${hash}`;
}

/** Order stays as it came: some servers read parameters by their order. */
function withoutTracking(search: string): string {
  if (search === "") return "";
  const kept = search
    .slice(1)
    .split("&")
    .filter((pair) => pair !== "" && !isTracking(pair));
  return kept.length === 0 ? "" : `?${kept.join("&")}`;
}

/** A page's AMP twin ends in /amp or .amp.html; a site's front page does not. */
function withoutAmp(pathname: string): string {
  return pathname.replace(/(?<=[^/])\/amp(\/?)$/i, "$1").replace(/\.amp\.html$/i, ".html");
}

/** The end of an address that was caught with it where it was cut out of a text: white space, or a quote. */
const junk = /(?:%20|%0[9ad]|%22|%3[ce]|%c2%a0|%e2%80%9[cd])$/i;
const junkLengthMax = 9;

function withoutJunk(place: string): string {
  // Closing brackets without one that opens them, counted once: an address may be long and made of nothing else.
  let unopened = { ")": countOf(place, ")") - countOf(place, "("), "]": countOf(place, "]") - countOf(place, "[") };
  let end = place.length;
  for (;;) {
    const last = place[end - 1];
    const caught = junk.exec(place.slice(Math.max(0, end - junkLengthMax), end))?.[0].length ?? 0;
    if (caught > 0) end -= caught;
    else if ((last === ")" || last === "]") && unopened[last] > 0) {
      unopened = { ...unopened, [last]: unopened[last] - 1 };
      end -= 1;
    } else return place.slice(0, end);
  }
}

function countOf(text: string, sign: string): number {
  return text.split(sign).length - 1;
}

/** A fragment is a place in a page, but for pages that are told apart by a route in it. */
function routeOf(fragment: string): string {
  return fragment.startsWith("#!") || fragment.startsWith("#/") ? fragment.replace(/:~:.*$/s, "") : "";
}
