// A source: where items come from, what its server last said, and the state that follows.
import { dayMs, type Instant } from "../base/clock.ts";

/** How a source reached me: by chance, through an expert, my network, an algorithm, or a rule of thumb of mine. */
export const filterKinds = ["naive", "expert", "network", "algorithmic", "heuristic"] as const;
export type FilterKind = (typeof filterKinds)[number];

/** quiet: it answers, but has brought nothing new for 90 days. */
export type SourceState = "active" | "quiet" | "paused" | "failing" | "gone" | "dropped";

export interface SourceError {
  code: string;
  message: string;
  /** A command to type. */
  hint: string;
}

/** A source in the shape scripts rely on. */
export interface Source {
  id: string;
  kind: "source";
  title: string | null;
  url: string;
  site: string | null;
  state: SourceState;
  filter: FilterKind;
  /** Id of the person whose feed it is; null when it is nobody's. */
  person: string | null;
  tags: readonly string[];
  items: number;
  unread: number;
  /** Items a week over the last four weeks, to one decimal. */
  perWeek: number;
  /** Part of the items dealt with that were kept, 0 to 1; null while none was dealt with. */
  keptRatio: number | null;
  lastFetched: Instant | null;
  lastNew: Instant | null;
  /** Null when it is not asked any more. */
  nextDue: Instant | null;
  failingSince: Instant | null;
  error: SourceError | null;
}

/** What the person set for one source; null is as for any other. */
export interface SourceSettings {
  /** The person's own name for it. */
  title: string | null;
  /** Reference to the secret that its server asks for: env:NAME, file:PATH or cmd:PROGRAM. */
  secret: string | null;
  /** The name that goes with the secret (Basic, RFC 7617); null where the secret is a token (Bearer, RFC 6750). */
  user: string | null;
  /** For a whole fetch, or a run of its program. */
  timeoutMs: number | null;
}

export const usualSettings: SourceSettings = { title: null, secret: null, user: null, timeoutMs: null };

/** A source as it is to be added. */
export interface NewSource {
  url: string;
  /** Left out: as for any other. */
  settings?: SourceSettings;
  filter: FilterKind;
  person: string | null;
  tags: readonly string[];
  contexts: readonly string[];
}

/** What a source's feed and server said, as it stands after the last answer. */
export interface FeedFacts {
  title: string | null;
  site: string | null;
  etag: string | null;
  lastModified: string | null;
  /** Hash of the last body that was read whole; null when none was. */
  bodyHash: string | null;
  /** The wait the feed itself asks for, in minutes; null when it asks none. */
  ttlMinutes: number | null;
  /** The usual time between two items; null while it can not be told. */
  gapMinutes: number | null;
  /** Bits of the hours and of the weekdays (UTC, Sunday is bit 0) in which the feed asks not to be asked. */
  skipHours: number;
  skipDays: number;
  /** When the server was last asked. */
  asked: Instant | null;
  /** When it last answered with a feed, changed or not. */
  fetched: Instant | null;
  lastNew: Instant | null;
  /** Null when it is not to be asked again by itself. */
  nextDue: Instant | null;
  /** The server's own word for when to come back (Retry-After), which even --force obeys. */
  notBefore: Instant | null;
  /** Where its last answer said it has moved for good; null when it has not. */
  movedTo: string | null;
  gone: Instant | null;
  failingSince: Instant | null;
  /** Failures in a row. */
  failures: number;
  errorCode: string | null;
  errorMessage: string | null;
}

/** A source as refresh asks it. */
export interface Poll {
  id: string;
  url: string;
  /** The page that named the feed; null when the person typed its address. */
  foundAt: string | null;
  settings: SourceSettings;
  facts: FeedFacts;
}

/** Where a source's documents come from: a server, a program of the person's own, or pages that were saved one by one. */
export type Origin = "web" | "program" | "saved";

/** Told from the address: exec:… is a program, saved:… are pages that nobody is asked for again. */
export function originOf(url: string): Origin {
  if (url.startsWith(programScheme)) return "program";
  return url.startsWith(savedScheme) ? "saved" : "web";
}

export const programScheme = "exec:";
export const savedScheme = "saved:";
/** Sources of what another service handed out. */
export const importedScheme: string = `${savedScheme}import/`;

/** The address without the name and password that may stand in it: what is printed. */
export function shownUrl(url: string): string {
  if (!url.includes("@") || !URL.canParse(url)) return url;
  const parsed = new URL(url);
  parsed.username = "";
  parsed.password = "";
  return parsed.href;
}

const quietAfterMs = 90 * dayMs;

/** The state that follows from what the person decided and what the server said. */
export function stateOf(
  given: { added: Instant; paused: Instant | null; dropped: Instant | null; facts: FeedFacts },
  now: Date,
): SourceState {
  const { added, paused, dropped, facts } = given;
  if (dropped !== null) return "dropped";
  if (facts.gone !== null) return "gone";
  if (paused !== null) return "paused";
  if (facts.failingSince !== null) return "failing";
  const lastSign = Date.parse(facts.lastNew ?? added);
  return now.getTime() - lastSign > quietAfterMs ? "quiet" : "active";
}

/** What is wrong with a source, with a command that shows more or mends it; null when nothing is. */
export function errorOf(source: { id: string; url: string; facts: FeedFacts }): SourceError | null {
  const { errorCode, errorMessage } = source.facts;
  if (errorCode === null) return null;
  return { code: errorCode, message: errorMessage ?? errorCode, hint: mendOf(errorCode, source) };
}

const isRefusal: ReadonlySet<string> = new Set(["unauthorized", "forbidden", "no-secret"]);

/** Whether what is wrong is that the server wants to know who asks, so that credentials would mend it. */
export function wantsCredentials(code: string): boolean {
  return isRefusal.has(code);
}

function mendOf(code: string, { id, url }: { id: string; url: string }): string {
  if (wantsCredentials(code)) return `pkm seek edit ${id} --secret env:NAME --user NAME`;
  if (originOf(url) === "program") return url.slice(programScheme.length);
  return code === "gone" ? `pkm seek remove ${id}` : `pkm seek check ${shownUrl(url)}`;
}
