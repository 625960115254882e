// Kept connections without TLS, made without loading node:http.
//
// Node's own client and not undici: `import "undici"` alone takes about 60 ms longer than
// node:http, node:https and node:zlib together, and it fetches no faster: 200 answers 304 took
// 113 ms against 214 ms, 1000 of 37 KB gzip 762 ms against 969 ms (whole process, median of 9
// over loopback, Node 24.21, where node itself takes 30 ms).
//
// And node:https without node:http: importing node:http loads the undici inside Node for the
// sake of its WebSocket exports. node:https with node:zlib takes 17 ms, node:http 23 ms more.
import { Agent as TlsAgent } from "node:https";
import type { RequestOptions } from "node:https";
import type { LookupFunction, Socket } from "node:net";
import { connect } from "node:net";

/** An agent for `http:` addresses that finds hosts by `lookup`; handed to the `request` of node:https. */
export class PlainAgent extends TlsAgent {
  readonly #lookup: LookupFunction;

  constructor(lookup: LookupFunction) {
    super({ keepAlive: true, protocol: "http:", defaultPort: 80 });
    this.#lookup = lookup;
  }

  override createConnection({ host, port }: RequestOptions): Socket {
    return connect({ host: host ?? "", port: Number(port), lookup: this.#lookup, keepAlive: true, noDelay: true });
  }

  override getName({ host, port }: RequestOptions = {}): string {
    return `${host}:${port}`;
  }
}
