// From the last answer of a chain to the outcome of the fetch.
import type { IncomingHttpHeaders } from "node:http";
import type { Clock } from "../base/clock.ts";
import type { FailedAnswer, FetchFailureCode, FetchOutcome, FetchRequest } from "../seek/fetch.ts";
import { FetchFailure } from "./failure.ts";
import { maxAgeSeconds } from "./freshness.ts";
import { retryAt } from "./retry-after.ts";

export interface LastAnswer {
  request: FetchRequest;
  /** Whether an ETag or a date was really sent. */
  isConditional: boolean;
  url: URL;
  movedTo: string | null;
  status: number;
  headers: IncomingHttpHeaders;
  /** Decoded. */
  body: Buffer;
}

/** Longer validators are not worth keeping. */
const validatorLengthMax = 1024;

/** What the last answer, which is no redirect to follow, comes to. */
export function outcomeOf(last: LastAnswer, clock: Clock): FetchOutcome {
  const { status, url, headers } = last;
  if (status === 304) return unchanged(last, clock);
  if (status === 410) return { kind: "gone", url: url.href };
  if (status === 204 || status === 205)
    return failed(new FetchFailure("bad-response", `${url.host} answered ${status}, without a document`, status));
  if (status === 206)
    return failed(new FetchFailure("bad-response", `${url.host} sent a part of the document only`, status));
  if (status >= 200 && status < 300) {
    const contentType = headers["content-type"] ?? null;
    return { kind: "fresh", ...shared(last, clock), status, contentType, body: last.body };
  }
  const [code, words] = refusal(status);
  const failure = new FetchFailure(code, `${url.host} answered ${status}${words === "" ? "" : `, ${words}`}`, status);
  const waits = status === 429 || status === 503;
  return failed(failure, waits ? retryAt(headers["retry-after"], clock) : null);
}

/** A failure as the port tells it. */
export function failed({ code, message, status }: FetchFailure, until: FailedAnswer["retryAt"] = null): FailedAnswer {
  return { kind: "failed", code, message, status, retryAt: until };
}

function unchanged(last: LastAnswer, clock: Clock): FetchOutcome {
  if (!last.isConditional) {
    return failed(new FetchFailure("bad-response", `${last.url.host} answered 304, unchanged since nothing`, 304));
  }
  const { etag, lastModified, ...rest } = shared(last, clock);
  const { request } = last;
  return { kind: "unchanged", ...rest, etag: etag ?? request.etag, lastModified: lastModified ?? request.lastModified };
}

interface Shared {
  url: string;
  movedTo: string | null;
  etag: string | null;
  lastModified: string | null;
  maxAgeSeconds: number | null;
}

function shared({ url, movedTo, headers }: LastAnswer, clock: Clock): Shared {
  return {
    url: url.href,
    movedTo,
    etag: validator(headers.etag),
    lastModified: validator(headers["last-modified"]),
    maxAgeSeconds: maxAgeSeconds(headers, clock),
  };
}

function validator(header: string | undefined): string | null {
  return header === undefined || header === "" || header.length > validatorLengthMax ? null : header;
}

const refusals: Readonly<Record<number, readonly [FetchFailureCode, string]>> = {
  401: ["unauthorized", "it asks for a user name and password"],
  403: ["forbidden", "it does not let pkm read this"],
  404: ["not-found", "there is nothing at this address"],
  407: ["unauthorized", "the proxy asks for a user name and password"],
  429: ["rate-limited", "it was asked too often"],
  503: ["server-error", "it is not available at present"],
};

function refusal(status: number): readonly [FetchFailureCode, string] {
  const known = refusals[status];
  if (known !== undefined) return known;
  if (status >= 500 && status < 600) return ["server-error", "something failed at its end"];
  return status >= 400 && status < 500 ? ["client-error", ""] : ["bad-response", ""];
}
