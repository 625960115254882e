// Far ends of the canary tests: a web and an SMTP server that keep what they are sent, and can refuse and say it again.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import { openMailServer } from "../channels/mail/servers.ts";
import { honest } from "../fuzz/targets/honest-answers.ts";
import { confidences } from "./canary-names.ts";

/** What the far ends have been sent, but for the secrets where they belong. */
export interface Far {
  isRefusing: boolean;
  web: string[];
}

/** A feed behind a password, a page, and the three services; resolves to its origin. */
export function serveWeb(t: TestContext, far: Far): Promise<string> {
  const feed =
    `<rss version="2.0"><channel><title>Letters</title><item><title>Small groups learn aloud</title>` +
    `<link>https://a.example/groups</link><guid>g1</guid><description>Words of the letter, long enough to be quoted.</description></item>` +
    `<item><title>A ${confidences.muted} offer</title><link>https://a.example/offer</link><guid>g2</guid></item></channel></rss>`;
  const answer = (request: IncomingMessage, body: string, response: ServerResponse): void => {
    const url = request.url ?? "";
    const authorization = request.headers.authorization ?? "";
    // Where the secret belongs it is not told; anywhere else it would be a leak.
    const { authorization: _own, ...headers } = request.headers;
    far.web.push(`${request.method} ${url} ${JSON.stringify(headers)} ${url.includes("Session") ? "" : body}`);
    const said = Buffer.from(authorization.replace(/^Basic /, ""), "base64").toString("utf8");
    if (far.isRefusing) {
      const error = `no ${authorization} ${said} ${url.includes("Session") ? body : ""}`;
      response.writeHead(401, { "content-type": "application/json" }).end(JSON.stringify({ error, message: error }));
    } else if (url === "/page") {
      response
        .writeHead(200, { "content-type": "text/html" })
        .end(`<html><body><article><p>${"A page to keep. ".repeat(30)}`);
    } else if (url.startsWith("/feed")) {
      response
        .writeHead(authorization === "" ? 401 : 200, { "content-type": "application/rss+xml" })
        .end(authorization === "" ? "" : feed);
    } else {
      const found = honest.find(({ path }) => path.test(url));
      response
        .writeHead(found === undefined ? 404 : 200, { "content-type": "application/json" })
        .end(JSON.stringify(found?.answer ?? {}));
    }
  };
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.on("end", () => answer(request, body, response));
  });
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return new Promise((done) =>
    server.listen(0, "127.0.0.1", () => done(`http://127.0.0.1:${portOf(server.address())}`)),
  );
}

/** Takes mail from whoever logs in; the address with the user in it, and what it took. */
export async function serveMail(t: TestContext, far: Far): Promise<{ address: string; letters(): readonly string[] }> {
  const { port, taken } = await openMailServer(t, {
    secure: true,
    disabledCommands: [],
    onAuth({ username, password }, _session, done) {
      const refusal = new Error(`5.7.8 wrong password ${password} of ${username}`);
      if (far.isRefusing) done(Object.assign(refusal, { responseCode: 535 }));
      else done(null, { user: username });
    },
  });
  return {
    address: `smtps://me%40test.example@127.0.0.1:${port}`,
    letters: () => taken.map(({ to, bytes }) => `${to.join()}\n${unquoted(bytes.toString("latin1"))}`),
  };
}

/** Quoted-printable read, so that no canary hides in it; base64 is looked for as such. */
function unquoted(text: string): string {
  return text
    .replace(/=\r?\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}
