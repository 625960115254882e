// Bytes of any document to a feed, or to word of what it is instead. The one entry point for reading feeds.
import type { DocumentOrigin, Feed, NoFeed } from "../seek/feed.ts";
import { decodeDocument } from "./decode.ts";
import { readHFeed } from "./feed/h-feed.ts";
import { readJsonFeed } from "./feed/json-feed.ts";
import { readPageHead } from "./feed/no-feed.ts";
import { Problems } from "./feed/problems.ts";
import { readXmlFeed } from "./feed/xml-feed.ts";

/**
 * Reads RSS 0.9x to 2.0, RDF Site Summary, Atom 0.3 and 1.0 and JSON Feed, well-formed or not.
 * Never throws: what cannot be read as a feed comes back as a NoFeed, a page with the feeds it names.
 */
export function readFeed(bytes: Uint8Array, origin: DocumentOrigin): Feed | NoFeed {
  const { text, encoding, problems: decoding } = decodeDocument(bytes, origin.contentType);
  const problems = new Problems();
  for (const { code, message } of decoding) problems.add(code, message);
  const document = { text, encoding, problems, baseUrl: origin.baseUrl };
  const start = text.slice(0, 2000).trimStart();
  if (start === "" && text.trim() === "") return noFeed(document, "empty");
  if (isBinary(bytes, encoding)) return noFeed(document, "binary");
  if (start.startsWith("{") || start.startsWith("[")) return readJson(document);
  return readXml(document);
}

interface DecodedOrigin {
  text: string;
  encoding: string;
  problems: Problems;
  baseUrl: string | null;
}

function readXml({ text, encoding, problems, baseUrl }: DecodedOrigin): Feed | NoFeed {
  const reading = new Problems();
  const outcome = readXmlFeed(text, { baseUrl, problems: reading });
  if (outcome.feed !== null)
    return { ...outcome.feed, encoding, problems: [...problems.inOrder(text), ...reading.inOrder(text)] };
  const document = { text, encoding, problems, baseUrl };
  if (looksLikeHtml(text, outcome.firstElement)) return noFeed(document, "html");
  return noFeed(document, outcome.firstElement === null ? "text" : "xml");
}

function readJson(document: DecodedOrigin): Feed | NoFeed {
  const { text, encoding, problems, baseUrl } = document;
  let value: unknown;
  if (text.length > fewThings && thingsIn(text) > thingsMax) {
    problems.add("too-much", `more than ${thingsMax} lists and objects are not read`);
    return noFeed(document, "json");
  }
  try {
    value = JSON.parse(text);
  } catch (error) {
    // Text may begin with a brace and a feed stand behind it.
    const outcome = readXml(document);
    if (outcome.format !== null || outcome.looksLike !== "text") return outcome;
    problems.add("not-json", error instanceof Error ? error.message.slice(0, 200) : "the document is no JSON");
    return noFeed(document, /^\s*[{[]\s*["{[]/.test(text) ? "json" : "text");
  }
  const feed = readJsonFeed({ value, length: text.length, baseUrl, problems });
  return feed === null ? noFeed(document, "json") : { ...feed, encoding, problems: problems.inOrder(text) };
}

/** Lists and objects read of one document in JSON: each takes far more memory than its brackets. */
const thingsMax = 500_000;
/** Characters that cannot hold that many. */
const fewThings: number = 2 * thingsMax;

/** Lists and objects that begin in the text; brackets inside strings count too. */
function thingsIn(text: string): number {
  let count = 0;
  for (const bracket of ["{", "["]) {
    for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) count += 1;
  }
  return count;
}

function noFeed({ text, encoding, problems, baseUrl }: DecodedOrigin, looksLike: string): NoFeed {
  if (looksLike !== "html") {
    const nothing = { title: null, feeds: [], hints: [], selves: [], inPage: null };
    return { format: null, looksLike, encoding, ...nothing, problems: problems.inOrder(text) };
  }
  const { base, ...head } = readPageHead(text, baseUrl);
  const feed = readHFeed(text, { base, pageUrl: baseUrl, pageTitle: head.title, problems });
  const inPage = feed === null ? null : { ...feed, encoding, problems: problems.inOrder(text) };
  return { format: null, looksLike, encoding, ...head, inPage, problems: problems.inOrder(text) };
}

const pageElements: ReadonlySet<string> = new Set(
  "html head body meta title link script div p main header section article h1 table".split(" "),
);

function looksLikeHtml(text: string, firstElement: string | null): boolean {
  return (
    (firstElement !== null && pageElements.has(firstElement)) ||
    /^\s*<!doctype\s+html/i.test(text.slice(0, 1000)) ||
    /<html[\s>]/i.test(text.slice(0, 20_000))
  );
}

/** Zero bytes near the start of what is no UTF-16 or UTF-32, or the marks of compressed files and pictures. */
function isBinary(bytes: Uint8Array, encoding: string): boolean {
  if (encoding.startsWith("utf-16") || encoding.startsWith("utf-32")) return false;
  const head = bytes.subarray(0, 1024);
  if (head[0] === 0x1f && head[1] === 0x8b) return true;
  // No binary file begins with a tag or an object: zero bytes were put in.
  if (/^\s*[<{[]/.test(String.fromCharCode(...head.subarray(0, 64)))) return false;
  let zeros = 0;
  for (const byte of head) zeros += byte === 0 ? 1 : 0;
  return zeros > 2;
}
