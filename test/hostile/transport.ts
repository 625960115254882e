// Hostile in how they send: connections, HTTP itself, lengths and encodings.
import { brotliCompressSync, deflateRawSync, gzipSync } from "node:zlib";
import { always, answer, behaviour, document, dripping, endless, head, raw, sound } from "./behaviour.ts";
import type { Behaviour, Serve } from "./behaviour.ts";

const zeros = (): Buffer => Buffer.alloc(200 * 1024 * 1024);
const encoded = (coding: string, body: () => Uint8Array): Serve =>
  answer(200, { "content-type": "application/xml", "content-encoding": coding }, body);
const two = (name: string): string => sound(name, 2);
const block = Buffer.alloc(64 * 1024, 0x20);
const tooLong = { broken: /sent more than 16 MB/ };
const notHttp = { broken: /does not answer in HTTP/ };
const brokeOff = { broken: /broke the connection off/ };

function reset(start: string): Serve {
  return ({ socket }) => {
    if (start === "") socket.resetAndDestroy();
    else socket.write(start, () => setTimeout(() => socket.resetAndDestroy(), 50));
  };
}

function chunked(body: string, end: string): string {
  return `${head(200, { "transfer-encoding": "chunked" })}${body.length.toString(16)}\r\n${body}\r\n${end}`;
}

export const connections: readonly Behaviour[] = [
  behaviour("silent", () => undefined, { broken: /did not answer within 20 s/ }),
  behaviour("half-headers", ({ socket }) => void socket.write("HTTP/1.1 200 OK\r\nContent-Ty"), {
    broken: /did not answer within 20 s/,
  }),
  behaviour("drip-without-end", dripping([head(200), ...Array.from({ length: 1000 }, () => "<")], 500), {
    broken: /did not end its answer within 20 s/,
  }),
  behaviour(
    "drip-of-headers",
    dripping(["HTTP/1.1 200 OK\r\n", ...Array.from({ length: 1000 }, () => "x: y\r\n")], 500),
    {
      broken: /did not answer within 20 s/,
    },
  ),
  behaviour("drip-in-time", dripping([head(200), ...(two("drip-in-time").match(/[\s\S]{1,60}/g) ?? [])], 300), {
    items: 2,
  }),
  behaviour("interim-without-end", dripping(always("HTTP/1.1 103 Early Hints\r\n\r\n"), 5), {
    broken: /did not answer within 20 s/,
  }),
  behaviour("interim-flood", raw("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(5000), head(200), two("interim-flood")), {
    items: 2,
  }),
  behaviour("closed-at-once", ({ socket }) => void socket.end(), brokeOff),
  behaviour("reset-at-once", reset(""), brokeOff),
  behaviour("reset-in-headers", reset("HTTP/1.1 200 OK\r\ncontent-"), brokeOff),
  behaviour("reset-in-body", reset(head(200) + two("reset-in-body").slice(0, 200)), {
    broken: /broke (?:off in the middle of its answer|the connection off)/,
  }),
  behaviour("ssh", raw("SSH-2.0-OpenSSH_9.9\r\n"), notHttp),
  behaviour("tls-alert", raw(Uint8Array.of(0x15, 3, 1, 0, 2, 2, 0x50)), notHttp),
  behaviour("http-0.9", raw(two("http-0.9")), notHttp),
  behaviour("status-line-of-nonsense", raw("HTTP/1.1 2OO Yes\r\n\r\n"), notHttp),
  behaviour("switching", raw("HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n"), {
    broken: /answered 101/,
  }),
  behaviour(
    "unsolicited-second-answer",
    ({ socket }) => {
      const body = two("unsolicited-second-answer");
      const whole = `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
      socket.write(whole + whole.replaceAll("unsolicited", "smuggled"));
    },
    { items: 2 },
  ),
];

export const lengths: readonly Behaviour[] = [
  behaviour("endless-body", endless(head(200), block), tooLong),
  behaviour("endless-chunks", endless(head(200, { "transfer-encoding": "chunked" }), chunkOf(block)), tooLong),
  behaviour("endless-headers", endless("HTTP/1.1 200 OK\r\n", "x-more: and more\r\n".repeat(500)), {
    broken: /sent more headers than are read/,
  }),
  behaviour("one-long-header", answer(200, { "x-long": "x".repeat(200_000) }, "x"), {
    broken: /sent more headers than are read/,
  }),
  behaviour("length-of-a-terabyte", raw(head(200, { "content-length": "1000000000000" })), tooLong),
  behaviour("length-too-long", answer(200, { "content-length": "5000" }, two("length-too-long")), {
    broken: /broke off in the middle of its answer/,
  }),
  behaviour("length-too-short", answer(200, { "content-length": "330" }, two("length-too-short")), { items: 1 }),
  behaviour("length-twice", raw("HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 9\r\n\r\n<rss>"), notHttp),
  behaviour("length-negative", raw("HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\n<rss>"), notHttp),
  behaviour(
    "length-and-chunks",
    raw("HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n5\r\n<rss>\r\n0\r\n\r\n"),
    notHttp,
  ),
  behaviour("chunk-of-no-size", raw(chunked("<rss>", "zz\r\nx")), notHttp),
  behaviour("chunk-too-large", raw(chunked("<rss>", "fffffffffffffffff\r\nx")), notHttp),
  behaviour("chunks-cut-off", raw(chunked("<rss>", "")), { broken: /broke off in the middle of its answer/ }),
  behaviour("header-with-nul", raw("HTTP/1.1 200 OK\r\nx: a\0b\r\n\r\n<rss>"), notHttp),
];

export const encodings: readonly Behaviour[] = [
  behaviour(
    "gzip-bomb",
    encoded("gzip", () => gzipSync(zeros())),
    tooLong,
  ),
  behaviour(
    "gzip-in-gzip-bomb",
    encoded("gzip, gzip", () => gzipSync(gzipSync(zeros()))),
    tooLong,
  ),
  behaviour(
    "brotli-bomb",
    encoded("br", () => brotliCompressSync(zeros(), { params: { 1: 1 } })),
    tooLong,
  ),
  behaviour(
    "gzip-unsaid-bomb",
    document(() => gzipSync(zeros())),
    tooLong,
  ),
  behaviour(
    "gzip-and-garbage",
    encoded("gzip", () => Buffer.concat([gzipSync(two("gzip-and-garbage")), Buffer.from("garbage")])),
    { items: 2 },
  ),
  behaviour(
    "gzip-cut-off",
    encoded("gzip", () => gzipSync(two("gzip-cut-off")).subarray(0, 100)),
    {
      broken: /not whole and valid gzip/,
    },
  ),
  behaviour(
    "gzip-that-is-none",
    encoded("gzip", () => Buffer.from(two("gzip-that-is-none"))),
    {
      broken: /not whole and valid gzip/,
    },
  ),
  behaviour(
    "gzip-unsaid",
    document(() => gzipSync(two("gzip-unsaid"))),
    { items: 2 },
  ),
  behaviour(
    "deflate-bare",
    encoded("deflate", () => deflateRawSync(two("deflate-bare"))),
    { items: 2 },
  ),
  behaviour(
    "zstd",
    encoded("zstd", () => Buffer.from("x")),
    { broken: /in the encoding zstd/ },
  ),
  behaviour(
    "ten-encodings",
    encoded("gzip, ".repeat(10), () => Buffer.from("x")),
    { broken: /10 times over/ },
  ),
];

function chunkOf(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from("\r\n")]);
}
