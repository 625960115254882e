// What a hostile server does at one address, what is to come of it, and the words it answers in.
import type { Socket } from "node:net";

/** One request as it came in. */
export interface Exchange {
  socket: Socket;
  /** `http://127.0.0.1:<port>` of this server, and of another port of it. */
  origin: string;
  otherOrigin: string;
  /** The address of the behaviour, and what stands in the path behind it. */
  url: string;
  rest: string;
}

export type Serve = (exchange: Exchange) => void;

/** What `pkm seek` is to make of the answer: one line that says why not, or so many items more. */
export type Expected = { broken: RegExp } | { items: number };

export interface Behaviour {
  name: string;
  serve: Serve;
  expect: Expected;
}

/** A behaviour of the table. */
export function behaviour(name: string, serve: Serve, expect: Expected): Behaviour {
  return { name, serve, expect };
}

/** Sends the bytes as they are, and ends. */
export function raw(...parts: readonly (string | Uint8Array)[]): Serve {
  return ({ socket }) => {
    for (const part of parts) socket.write(part);
    socket.end();
  };
}

type Headers = Readonly<Record<string, string>>;

/** The head of an answer. */
export function head(status: number, headers: Headers = {}): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Said\r\nconnection: close\r\n${lines.join("")}\r\n`;
}

/** A whole answer of `status`, its body made when it is asked for. */
export function answer(status: number, headers: Headers, body: string | (() => string | Uint8Array) = ""): Serve {
  return ({ socket }) => {
    const bytes = Buffer.from(typeof body === "string" ? body : body());
    const isLong = !("content-length" in headers || "transfer-encoding" in headers);
    socket.write(head(status, isLong ? { ...headers, "content-length": String(bytes.length) } : headers));
    socket.end(bytes);
  };
}

/** 200 with a document. */
export function document(body: string | (() => string | Uint8Array), contentType = "application/xml"): Serve {
  return answer(200, { "content-type": contentType }, body);
}

/** Writes `pieces` of endless text as fast as they are taken. */
export function endless(start: string, piece: string | Uint8Array): Serve {
  return ({ socket }) => {
    const pour = (): void => {
      while (!socket.destroyed && socket.write(piece));
      if (!socket.destroyed) socket.once("drain", pour);
    };
    socket.write(start);
    pour();
  };
}

/** Writes a piece each `everyMs`, then ends; `pieces` may be endless. */
export function dripping(pieces: Iterable<string>, everyMs: number): Serve {
  return ({ socket }) => {
    const iterator = pieces[Symbol.iterator]();
    const timer = setInterval(() => {
      const next = iterator.next();
      if (next.done === true) socket.end();
      else socket.write(next.value);
      if (next.done === true) clearInterval(timer);
    }, everyMs);
    socket.on("close", () => clearInterval(timer));
  };
}

/** The same thing without end. */
export function* always(piece: string): Generator<string> {
  for (;;) yield piece;
}

/** An item of RSS that says `title` and leads to a page of its own. */
export function item(title: string, inside = ""): string {
  const slug = title.toLowerCase().replace(/\W+/g, "-");
  return `<item><title>${title}</title><link>https://items.example/${slug}</link>${inside}</item>`;
}

/** A channel of RSS around `inside`. */
export function rss(title: string, inside: string, attributes = ""): string {
  return `<?xml version="1.0"?>\n<rss version="2.0"${attributes}><channel><title>${title}</title>${inside}</channel></rss>`;
}

/** A sound feed with `count` items. */
export function sound(name: string, count: number): string {
  return rss(
    name,
    Array.from({ length: count }, (_, nth) =>
      item(`${name} ${nth}`, `<guid isPermaLink="false">${name}-${nth}</guid><description>said ${nth}</description>`),
    ).join(""),
  );
}
