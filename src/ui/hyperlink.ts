// Text that leads to a page in a terminal that has links (OSC 8), and is text alone in one that has none.

/** Dresses text, which takes up no more columns for it; null leads nowhere. */
export type Hyperlink = (text: string, href: string | null) => string;

/** Longer addresses are left alone by terminals too. */
const hrefUnitsMax = 2000;

/** Only pages on the web (http, https) are led to. */
export function hyperlinkFor({ hasLinks }: { hasLinks: boolean }): Hyperlink {
  return (text, href) => {
    const target = hasLinks && href !== null ? safeHref(href) : null;
    return target === null ? text : `\u001b]8;;${target}\u001b\\${text}\u001b]8;;\u001b\\`;
  };
}

/** The address in ASCII without control bytes; null where it is no page on the web. */
function safeHref(href: string): string | null {
  const url = URL.parse(href);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) return null;
  return url.href.length > hrefUnitsMax || /[^!-~]/.test(url.href) ? null : url.href;
}
