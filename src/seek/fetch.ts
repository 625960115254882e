// What asking a server for a document can come to: every foreseen outcome as data.
import type { Instant } from "../base/clock.ts";

export interface FetchRequest {
  url: string;
  /** Validators of the last answer, sent back as they came; null when there are none. */
  etag: string | null;
  lastModified: string | null;
  /** The document that named this address (discovery); left out when the person typed it. Then no private host is asked but the document's own. */
  foundAt?: string;
  /** Value of the Authorization header, sent to the origin of `url` and to no other; never printed, never stored. */
  authorization?: string;
  /** For the whole fetch with its redirects, where a source has a setting of its own. */
  timeoutMs?: number;
}

interface Answer {
  /** The address that answered, after redirects. */
  url: string;
  /** Where every hop was permanent (301, 308): the address to ask next time, with the typed credentials where they still apply (do not print those); otherwise null. */
  movedTo: string | null;
  etag: string | null;
  lastModified: string | null;
  /** Freshness the server states (Cache-Control max-age, Expires) in seconds, or null. */
  maxAgeSeconds: number | null;
}

export interface FreshAnswer extends Answer {
  kind: "fresh";
  status: number;
  contentType: string | null;
  /** Decoded body (content encodings undone). */
  body: Uint8Array;
}

export interface UnchangedAnswer extends Answer {
  kind: "unchanged";
}

export type FetchFailureCode =
  | "bad-url"
  | "offline"
  | "name-not-found"
  | "refused"
  | "reset"
  | "timeout"
  | "tls"
  | "private-address"
  | "too-many-redirects"
  | "bad-redirect"
  | "too-large"
  | "bad-encoding"
  | "bad-response"
  | "unauthorized"
  | "forbidden"
  | "not-found"
  | "rate-limited"
  | "client-error"
  | "server-error"
  /** The secret that the person named is not to be had. */
  | "no-secret"
  /** The program of an exec: source can not be run here, or failed. */
  | "no-program"
  | "program-failed";

export interface FailedAnswer {
  kind: "failed";
  code: FetchFailureCode;
  /** Lower case, names the host or address, no full stop. */
  message: string;
  /** HTTP status, or null when no answer came. */
  status: number | null;
  /** Not before this instant (Retry-After); null when the server names none. */
  retryAt: Instant | null;
}

/** 410: the document is gone for good. */
export interface GoneAnswer {
  kind: "gone";
  url: string;
}

export type FetchOutcome = FreshAnswer | UnchangedAnswer | GoneAnswer | FailedAnswer;

/** The port that refresh and `seek add` ask documents through. It never throws for what a server or network does. */
export interface Web {
  fetch(request: FetchRequest): Promise<FetchOutcome>;
}
