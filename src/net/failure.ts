// From whatever went wrong on the way to a server to a failure code and one line for a person.
import type { FetchFailureCode } from "../seek/fetch.ts";

/** A fetch that ends here, with the code and the message it ends with. Never leaves src/net. */
export class FetchFailure extends Error {
  readonly code: FetchFailureCode;
  /** HTTP status, or null when no answer came. */
  readonly status: number | null;

  constructor(code: FetchFailureCode, message: string, status: number | null = null) {
    super(message);
    this.name = "FetchFailure";
    this.code = code;
    this.status = status;
  }
}

const byErrorCode: Readonly<Record<string, readonly [FetchFailureCode, (host: string) => string]>> = {
  ENOTFOUND: ["name-not-found", (host) => `there is no host named ${host}`],
  ENODATA: ["name-not-found", (host) => `the name ${host} has no address`],
  EAI_FAIL: ["name-not-found", (host) => `the name ${host} could not be looked up`],
  EAI_AGAIN: ["offline", (host) => `the name ${host} cannot be looked up at present`],
  ENETUNREACH: ["offline", (host) => `no network leads to ${host}`],
  ENETDOWN: ["offline", (host) => `the network is down, ${host} was not asked`],
  EADDRNOTAVAIL: ["offline", (host) => `no network leads to ${host}`],
  EHOSTUNREACH: ["refused", (host) => `${host} cannot be reached`],
  EHOSTDOWN: ["refused", (host) => `${host} cannot be reached`],
  ECONNREFUSED: ["refused", (host) => `${host} refused the connection`],
  EACCES: ["refused", (host) => `this machine does not allow a connection to ${host}`],
  EPERM: ["refused", (host) => `this machine does not allow a connection to ${host}`],
  ERR_PROXY_TUNNEL: ["refused", (host) => `the proxy did not connect to ${host}`],
  ECONNRESET: ["reset", (host) => `${host} broke the connection off`],
  ECONNABORTED: ["reset", (host) => `${host} broke the connection off`],
  EPIPE: ["reset", (host) => `${host} broke the connection off`],
  ETIMEDOUT: ["timeout", (host) => `${host} did not answer in time`],
  HPE_HEADER_OVERFLOW: ["too-large", (host) => `${host} sent more headers than are read`],
  CERT_HAS_EXPIRED: ["tls", (host) => `the certificate of ${host} has expired`],
  CERT_NOT_YET_VALID: ["tls", (host) => `the certificate of ${host} is not valid yet`],
  ERR_TLS_CERT_ALTNAME_INVALID: ["tls", (host) => `the certificate shown by ${host} is for another name`],
  DEPTH_ZERO_SELF_SIGNED_CERT: ["tls", (host) => `the certificate of ${host} is signed by itself alone`],
  SELF_SIGNED_CERT_IN_CHAIN: ["tls", (host) => `the certificate of ${host} is not signed by a known authority`],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ["tls", (host) => `the certificate of ${host} is not signed by a known authority`],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ["tls", (host) => `the certificate of ${host} is not signed by a known authority`],
};

const byErrorPrefix: readonly (readonly [RegExp, FetchFailureCode, (host: string) => string])[] = [
  [
    /^(?:ERR_SSL_|ERR_TLS_|CERT_|UNABLE_TO_|EPROTO|HOSTNAME_MISMATCH)/,
    "tls",
    (host) => `no secure connection to ${host} could be made`,
  ],
  [/^HPE_/, "bad-response", (host) => `${host} does not answer in HTTP`],
  [/^(?:ERR_INVALID_|ERR_UNESCAPED_)/, "bad-url", (host) => `the address at ${host} cannot be asked for`],
  [/^E[A-Z]/, "reset", (host) => `the connection to ${host} failed`],
];

/**
 * The failure that `thrown` comes to; `host` (with the port, without userinfo) is named in the
 * message. What is no failure of a network or a server is a bug in pkm, and thrown again.
 */
export function failureOf(thrown: unknown, host: string): FetchFailure {
  if (thrown instanceof FetchFailure) return thrown;
  const errorCode = errorCodeOf(thrown);
  if (errorCode === null) throw thrown;
  const exact = Object.hasOwn(byErrorCode, errorCode) ? byErrorCode[errorCode] : undefined;
  if (exact !== undefined) return new FetchFailure(exact[0], exact[1](host));
  const family = byErrorPrefix.find(([pattern]) => pattern.test(errorCode));
  if (family === undefined) throw thrown;
  return new FetchFailure(family[1], family[2](host));
}

/** The failure of a fetch that was under way when the web was closed. */
export function stopped(host: string): FetchFailure {
  return new FetchFailure("reset", `the fetch from ${host} was stopped`);
}

/** The `code` of a system, TLS or parser error, or null when the error bears none. */
export function errorCodeOf(thrown: unknown): string | null {
  if (!(thrown instanceof Error) || !("code" in thrown)) return null;
  return typeof thrown.code === "string" ? thrown.code : null;
}
