// Whose words an item speaks: a page belongs to the site it lies on, and only that site's feed may take it over.
import type { SourceName } from "./identity.ts";

/** Names under which a site serves its feeds and pages, so that they stand for the site itself. */
const servingNames = /^(?:www|feeds?|rss|m|amp)\.(?=[^.]+\.)/;

/**
 * Whether `page` lies on the site of `source`, told by what nobody can claim: the host that serves the feed, or the
 * host of the page on which the person's feed was found. What a feed says of its own site is no proof.
 */
export function ownsPage({ url, foundAt = null }: Omit<SourceName, "id">, page: string): boolean {
  const site = siteOf(page);
  return site !== null && [url, foundAt].some((place) => place !== null && isSiteOrParent(siteOf(place), site));
}

/** A host answers for the hosts below it, never for the one above: those above may be shared by strangers. */
function isSiteOrParent(owner: string | null, site: string): boolean {
  return owner !== null && (site === owner || (owner.includes(".") && site.endsWith(`.${owner}`)));
}

function siteOf(url: string): string | null {
  const host = URL.parse(url)?.host ?? "";
  return host === "" ? null : host.replace(servingNames, "");
}
