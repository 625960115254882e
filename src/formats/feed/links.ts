// Addresses out of a feed: absolute, http(s) only, and relative ones in bodies made absolute.
import { Tokenizer } from "htmlparser2";
import type { TokenizerCallbacks } from "htmlparser2";
import { silent } from "./tokens.ts";

const plainAddress = /^[hH][tT][tT][pP][sS]?:\/\/[\w./?=&%#:;,~!@$'()*+[\]-]+$/;
/** An address that names no scheme, so that it is relative. */
// oxlint-disable-next-line no-control-regex -- no control character belongs in an address
const relativeShape = /^(?![A-Za-z][A-Za-z\d+.-]*:)[^\\<>"\u0000-\u001f]+$/;

/**
 * The absolute http(s) URL that `href` means against `base` (null: none); null when it means none.
 * An address that is absolute already is kept as written, for ids and duplicates are compared by
 * it. Where a document came from nowhere (`base` null), a relative address is kept as written too.
 */
export function httpUrl(href: string | null | undefined, base: string | null): string | null {
  const address = href?.trim() ?? "";
  if (address === "") return null;
  if (base === null && relativeShape.test(address)) return address;
  return absoluteUrl(address, base);
}

/** As httpUrl, but null for what stays relative. */
export function absoluteUrl(href: string | null | undefined, base: string | null): string | null {
  const address = href?.trim() ?? "";
  if (address === "") return null;
  if (plainAddress.test(address)) return URL.canParse(address) ? address : null;
  const url = URL.parse(address.replace(/[\n\t]\s*/g, ""), base ?? undefined);
  return url !== null && (url.protocol === "http:" || url.protocol === "https:") ? url.href : null;
}

/** Whether an attribute with a relative address might stand in the text. */
const relativeAddress =
  /\s(?:href|src|srcset|poster|cite|action|background|data)\s*=\s*(?:"|'|)\s*(?![\s"'#>]|(?:https?|mailto|data|tel|ftp):)/i;
const addressAttributes: ReadonlySet<string> = new Set([
  "href",
  "src",
  "srcset",
  "poster",
  "cite",
  "action",
  "background",
  "data",
]);

/** `html` with the relative addresses in its attributes made absolute against `base` (null: left as they are). */
export function absoluteHtml(html: string, base: string | null): string {
  if (base === null || !relativeAddress.test(html)) return html;
  const parts: string[] = [];
  let copied = 0;
  let name = "";
  const callbacks: TokenizerCallbacks = {
    ...silent,
    onattribname: (start, end) => void (name = html.slice(start, end).toLowerCase()),
    onattribdata: (start, end) => {
      if (!addressAttributes.has(name)) return;
      const value = html.slice(start, end);
      const absolute = absoluteValue({ name, value, base });
      if (absolute === value) return;
      parts.push(html.slice(copied, start), absolute);
      copied = end;
    },
  };
  const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: false }, callbacks);
  tokenizer.write(html);
  tokenizer.end();
  return parts.join("") + html.slice(copied);
}

/** Longer lists of images are left as they are, for the search in them is not linear. */
const srcsetLengthMax = 4096;

interface AddressValue {
  /** Lower-case name of the attribute. */
  name: string;
  /** As it stands in the HTML, references and all. */
  value: string;
  base: string | null;
}

/** The value with its relative addresses made absolute, still escaped as it was. */
export function absoluteValue({ name, value, base }: AddressValue): string {
  if (base === null || !addressAttributes.has(name)) return value;
  if (name !== "srcset") return absoluteAddress(value, base);
  if (value.length > srcsetLengthMax) return value;
  return value.replace(
    /([^\s,][^\s]*)((?:\s+[^\s,]+)?\s*(?:,\s*|$))/g,
    (_, address: string, rest: string) => absoluteAddress(address, base) + rest,
  );
}

function absoluteAddress(value: string, base: string): string {
  const address = value.trim();
  if (address === "" || address.startsWith("#") || /^[a-z][a-z\d+.-]*:/i.test(address)) return value;
  const url = absoluteUrl(address.replaceAll("&amp;", "&"), base);
  return url === null ? value : url.replaceAll("&", "&amp;").replaceAll('"', "%22").replaceAll("'", "%27");
}
