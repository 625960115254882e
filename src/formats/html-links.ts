// The links in a piece of HTML.
import { eachTag } from "./feed/html-tags.ts";

/** Web addresses that `html` links to, in order, each once; relative ones are resolved against `base`, or left out without it. */
export function linksIn(html: string, base: string | null): readonly string[] {
  const found = new Set<string>();
  eachTag(html, {
    onOpen(name, attributes) {
      const href = attributes.get("href");
      if (name !== "a" || href === undefined) return;
      const url = URL.parse(href.trim(), base ?? undefined);
      if (url !== null && /^https?:$/.test(url.protocol)) found.add(url.href);
    },
    onClose() {},
  });
  return [...found];
}
