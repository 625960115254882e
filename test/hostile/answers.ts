// Hostile in what they say instead of a feed: statuses, headers and redirects.
import { answer, behaviour, document, sound } from "./behaviour.ts";
import type { Behaviour, Serve } from "./behaviour.ts";

const page = (title: string): string =>
  `<!doctype html><html><head><title>${title}</title></head><body><form action="/login"><h1>${title}</h1></form></body></html>`;
const status = (code: number, broken: RegExp, headers: Readonly<Record<string, string>> = {}): Behaviour =>
  behaviour(
    `status-${code}${Object.values(headers).join("").slice(0, 12).replace(/\W+/g, "-")}`,
    answer(code, headers),
    {
      broken,
    },
  );

export const statuses: readonly Behaviour[] = [
  status(204, /answered 204, without a document/),
  status(206, /a part of the document only/),
  status(300, /answered 300/),
  status(304, /answered 304, unchanged since nothing/),
  status(400, /answered 400/),
  status(401, /answered 401, it asks for a user name/, { "www-authenticate": 'Basic realm="\u009b31m"' }),
  status(402, /answered 402/),
  status(403, /answered 403/),
  status(404, /answered 404/),
  status(407, /answered 407/),
  status(410, /gone for good/),
  status(418, /answered 418/),
  status(429, /answered 429, it was asked too often/, { "retry-after": "3600" }),
  status(429, /answered 429/, { "retry-after": "Fri, 31 Dec 9999 23:59:59 GMT" }),
  status(429, /answered 429/, { "retry-after": "99999999999999999999999" }),
  status(429, /answered 429/, { "retry-after": "-1e9 soon" }),
  status(451, /answered 451/),
  status(500, /answered 500/),
  status(503, /answered 503/, { "retry-after": "120" }),
  status(599, /answered 599/),
  status(999, /answered 999/),
  behaviour("error-page-of-200", document(page("503 Service Unavailable"), "text/html"), { broken: /a web page/ }),
  behaviour("login-page-of-200", document(page("Log in"), "application/rss+xml"), { broken: /a web page/ }),
  behaviour("nothing", document(""), { broken: /an empty document/ }),
  behaviour("byte-order-mark-alone", document("\ufeff"), { broken: /an empty document/ }),
  behaviour("white-space-alone", document(" \n".repeat(50_000)), { broken: /an empty document/ }),
];

const notHttp = { broken: /does not answer in HTTP/ };
const withHeaders = (name: string, headers: Readonly<Record<string, string>>): Behaviour =>
  behaviour(
    name,
    answer(200, { "content-type": "text/xml", ...headers }, () => sound(name, 2)),
    { items: 2 },
  );
const cookies = Array.from({ length: 400 }, (_, nth) => `c${nth}=${"x".repeat(100)}; Domain=example; Path=/`);

export const headers: readonly Behaviour[] = [
  withHeaders("content-type-of-a-picture", { "content-type": "image/png" }),
  withHeaders("content-type-of-nonsense", { "content-type": '\u00ff;;;charset=""\',,/' }),
  withHeaders("etag-of-60-kB", { etag: `"${"e".repeat(60_000)}"` }),
  behaviour("etag-of-two-lines", answer(200, { etag: '"a\r\n b"' }, sound("etag-of-two-lines", 2)), notHttp),
  behaviour("header-of-escapes", answer(200, { "x-more": "\u001b]0;x\u0007" }, sound("escapes", 2)), notHttp),
  withHeaders("etag-of-high-bytes", { etag: '"\u00e9\u009b"', "last-modified": "\u009b[2J" }),
  withHeaders("max-age-without-end", { "cache-control": "max-age=99999999999999999999, immutable" }),
  withHeaders("expires-of-nonsense", { expires: "x".repeat(5000), date: "0" }),
  behaviour(
    "cookies",
    ({ socket }) => {
      const lines = cookies.map((cookie) => `set-cookie: ${cookie}\r\n`).join("");
      socket.end(`HTTP/1.1 200 OK\r\nconnection: close\r\n${lines}\r\n${sound("cookies", 2)}`);
    },
    { items: 2 },
  ),
];

/** Redirects to `location`; what is asked there is answered with a feed. */
function redirect(
  name: string,
  location: string | ((at: { url: string; origin: string; otherOrigin: string }) => string),
): Serve {
  return (exchange) => {
    const to = typeof location === "string" ? location : location(exchange);
    const serve = exchange.rest === "" ? answer(302, { location: to }) : document(sound(name, 2));
    serve(exchange);
  };
}

const led = (name: string, location: Parameters<typeof redirect>[1]): Behaviour =>
  behaviour(name, redirect(name, location), { items: 2 });
const refused = (name: string, location: Parameters<typeof redirect>[1], broken: RegExp): Behaviour =>
  behaviour(name, redirect(name, location), { broken });

export const redirects: readonly Behaviour[] = [
  led("redirect-relative", "redirect-relative/next"),
  led("redirect-of-utf-8", "redirect-of-utf-8/n\u00c3\u00a9xt"),
  led("redirect-with-userinfo", ({ url }) => `${url.replace("//", "//user:secret@")}/next`),
  led("redirect-to-another-port", ({ otherOrigin }) => `${otherOrigin}/redirect-to-another-port/next`),
  behaviour("redirect-to-itself", (exchange) => answer(302, { location: exchange.url })(exchange), {
    broken: /redirects in a circle/,
  }),
  behaviour(
    "redirect-to-and-fro",
    (exchange) => answer(301, { location: exchange.rest === "" ? `${exchange.url}/b` : exchange.url })(exchange),
    { broken: /redirects in a circle/ },
  ),
  behaviour(
    "redirect-on-and-on",
    (exchange) => answer(307, { location: `${exchange.url}/${Number(exchange.rest) + 1}` })(exchange),
    { broken: /redirects more than 10 times/ },
  ),
  behaviour("redirect-to-nowhere", answer(302, {}), { broken: /does not say where/ }),
  refused("redirect-to-no-address", "http://[", /not an address/),
  refused("redirect-to-file", "file:///etc/passwd", /of the kind file:/),
  refused("redirect-to-javascript", "javascript:alert(1)", /of the kind javascript:/),
  refused("redirect-to-data", "data:text/xml,<rss/>", /of the kind data:/),
  refused("redirect-to-ftp", "ftp://127.0.0.1/feed", /of the kind ftp:/),
  refused("redirect-to-private", "http://10.0.0.1/feed", /private host 10\.0\.0\.1/),
  refused("redirect-to-metadata", "http://169.254.169.254/latest/meta-data/", /private host 169\.254/),
  refused(
    "redirect-to-another-loopback",
    ({ origin }) => `${origin.replace("127.0.0.1", "127.0.0.2")}/x`,
    /private host/,
  ),
  refused("redirect-to-localhost", ({ origin }) => `${origin.replace("127.0.0.1", "localhost")}/x`, /private host/),
  refused("redirect-to-decimal", "http://2130706434/", /private host 127\.0\.0\.2/),
  refused("redirect-to-mapped", "http://[::ffff:127.0.0.1]/", /private host/),
  refused(
    "redirect-to-tls",
    ({ origin }) => `${origin.replace("http:", "https:")}/redirect-to-tls/next`,
    /secure connection|broke the connection off/,
  ),
  refused("redirect-with-escapes", "gopher\u009b31m://x/\u001b]0;x\u0007", /redirects to|not answer in HTTP/),
];
