// Addresses out of a feed: absolute, http(s) only, and relative ones in bodies made absolute.
import { scanHtml, silent } from "./scan.ts";

const plainAddress = /^[hH][tT][tT][pP][sS]?:\/\/(?!\/)[\w./?=&%#:;,~!@$'()*+[\]-]+$/;
/** An address that names no scheme, so that it is relative. */
// oxlint-disable-next-line no-control-regex -- no control character belongs in an address
const relativeShape = /^(?![A-Za-z][A-Za-z\d+.-]*:)[^\\<>"\u0000-\u001f\u007f-\u009f\u2028\u2029]+$/;
/** No server takes longer addresses (RFC 9110, section 4.1 asks for at least 8000 octets). */
const addressLengthMax = 8192;
/** A longer base resolves nothing: it would be copied into every relative address of a document. */
const baseLengthMax = 2048;

/**
 * The absolute http(s) URL that `href` means against `base` (null: none); null when it means none.
 * An address that is absolute already is kept as written, for ids and duplicates are compared by
 * it. Where a document came from nowhere (`base` null), a relative address is kept as written too.
 */
export function httpUrl(href: string | null | undefined, base: string | null): string | null {
  const address = href?.trim() ?? "";
  if (address === "" || address.length > addressLengthMax) return null;
  if (base === null && relativeShape.test(address)) return address;
  return absoluteUrl(address, base);
}

/** As httpUrl, but null for what stays relative. */
export function absoluteUrl(href: string | null | undefined, base: string | null): string | null {
  const address = href?.trim() ?? "";
  if (address === "" || address.length > addressLengthMax) return null;
  if (plainAddress.test(address)) return URL.canParse(address) ? address : null;
  const url = URL.parse(
    address.replace(/[\n\t]\s*/g, ""),
    base === null || base.length > baseLengthMax ? undefined : base,
  );
  return url !== null && (url.protocol === "http:" || url.protocol === "https:") ? url.href : null;
}

const beforeValue = /(?:\s(?:href|src|srcset|poster|cite|action|background|data)|^)\s*$/i;
const relativeValue = /\s*(?:["']\s*)?(?![\s"'#>]|(?:https?|mailto|data|tel|ftp):)/iy;
/** Longer than any name of them with some space behind it. */
const nameLengthMax = 40;

/** Whether an attribute with a relative address might stand in the text. Goes by the "=", for they are few. */
function mayBeRelative(html: string): boolean {
  for (let at = html.indexOf("="); at !== -1; at = html.indexOf("=", at + 1)) {
    if (!beforeValue.test(html.slice(Math.max(0, at - nameLengthMax), at))) continue;
    relativeValue.lastIndex = at + 1;
    if (relativeValue.test(html)) return true;
  }
  return false;
}

/** Characters that absolute addresses may add to the shortest HTML. */
const roomMin = 16 * 1024;
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

/**
 * `html` with the relative addresses in its attributes made absolute against `base` (null: left as
 * they are). Where that would more than triple the HTML, the rest of them stay as they are.
 */
export function absoluteHtml(html: string, base: string | null): string {
  if (base === null || !mayBeRelative(html)) return html;
  const parts: string[] = [];
  let copied = 0;
  let roomLeft = 2 * html.length + roomMin;
  let name = "";
  scanHtml(html, {
    ...silent,
    onAttributeName: (start, end) => {
      name = html.slice(start, end).toLowerCase();
      return true;
    },
    onAttributeValue: (start, end) => {
      if (!addressAttributes.has(name)) return;
      const value = html.slice(start, end);
      const absolute = absoluteValue({ name, value, base });
      if (absolute === value || absolute.length > roomLeft) return;
      roomLeft -= absolute.length;
      parts.push(html.slice(copied, start), absolute);
      copied = end;
    },
  });
  return parts.join("") + html.slice(copied);
}

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
  return absoluteSrcset(value, base);
}

/** An address stands at the beginning and after each comma; what else stands there says how wide an image is. */
function absoluteSrcset(value: string, base: string): string {
  let isAddress = true;
  return value.replace(/\S+/g, (word) => {
    const before = isAddress ? "" : word.slice(0, word.indexOf(",") + 1);
    const hasAddress = isAddress || before !== "";
    isAddress = word.endsWith(",");
    if (!hasAddress) return word;
    let end = word.length;
    while (end > before.length && word[end - 1] === ",") end -= 1;
    return before + absoluteAddress(word.slice(before.length, end), base) + word.slice(end);
  });
}

function absoluteAddress(value: string, base: string): string {
  const address = value.trim();
  if (address === "" || address.startsWith("#") || /^[a-z][a-z\d+.-]*:/i.test(address)) return value;
  const url = absoluteUrl(address.replaceAll("&amp;", "&"), base);
  return url === null ? value : url.replaceAll("&", "&amp;").replaceAll('"', "%22").replaceAll("'", "%27");
}
