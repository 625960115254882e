// Addresses as they are typed or sent, turned into ones that may be asked.
import { plainLine } from "../base/plain.ts";
import { FetchFailure } from "./failure.ts";

export interface Asked {
  /** Without userinfo and fragment, so that it may be printed. */
  url: URL;
  /** The value of the Authorization header (RFC 7617) for this origin alone, or null. */
  authorization: string | null;
  /** The userinfo as it was typed, with its "@"; "" when there was none. Never printed. */
  userinfo: string;
}

const shownMax = 80;

/** Reads the address of a request. Throws a FetchFailure `bad-url` when it cannot be asked. */
export function askedUrl(text: string): Asked {
  const url = URL.parse(text);
  // The parser drops line breaks and tabs without a word, which would ask for another address.
  // oxlint-disable-next-line no-control-regex -- naming the control bytes is what this is for
  if (url === null || /[\u0000-\u001f\u007f]/.test(text.trim())) {
    throw new FetchFailure("bad-url", `${shown(text)} is not an address`);
  }
  if (!isWeb(url)) throw new FetchFailure("bad-url", `${shown(text)} is not an http or https address`);
  const { username, password } = url;
  const authorization = username === "" && password === "" ? null : basic(username, password);
  const userinfo = authorization === null ? "" : `${username}${password === "" ? "" : `:${password}`}@`;
  return { url: bare(url), authorization, userinfo };
}

/** Whether the address is one of the two kinds that pkm asks. */
export function isWeb(url: URL): boolean {
  return (url.protocol === "http:" || url.protocol === "https:") && url.hostname !== "";
}

/** The address without userinfo and fragment. */
export function bare(url: URL): URL {
  const copy = new URL(url);
  copy.username = "";
  copy.password = "";
  copy.hash = "";
  return copy;
}

/** The address with `userinfo` put back; it holds secrets, so it is stored but not printed. */
export function withUserinfo(url: URL, userinfo: string): string {
  return userinfo === "" ? url.href : url.href.replace("//", () => `//${userinfo}`);
}

function basic(username: string, password: string): string {
  const pair = `${decoded(username)}:${decoded(password)}`;
  return `Basic ${Buffer.from(pair, "utf8").toString("base64")}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return part;
    throw error;
  }
}

/** For messages about text that is no address: one line, and nothing before an "@", which may be a password. */
function shown(text: string): string {
  const line = plainLine(text.slice(text.lastIndexOf("@") + 1));
  return line.length > shownMax ? `${line.slice(0, shownMax)}…` : line === "" ? "an empty address" : line;
}
