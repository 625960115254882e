// A snac of its own for a test: a small server that speaks the Mastodon API, on a loopback port.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { ask, freePort, startProgram, untilUp } from "./cache.ts";
import { unpacked } from "./debian.ts";

export interface Snac {
  origin: string;
  /** A new account with an access token for it. */
  account(name: string): Promise<{ token: string }>;
  stop(): Promise<void>;
}

/** Why no snac can be run here; null when one can. */
export function snacMissing(): string | null {
  const got = unpacked("snac2");
  return "why" in got ? got.why : null;
}

/** Starts it and waits until it answers. */
export async function startSnac(): Promise<Snac> {
  const got = unpacked("snac2");
  if ("why" in got) throw new Error(got.why);
  const program = join(got.folder, "usr", "bin", "snac");
  const folder = mkdtempSync(join(tmpdir(), "pkm-snac-"));
  const data = join(folder, "data");
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  execFileSync(program, ["init", data], {
    input: `127.0.0.1\n${port}\n${host}\n\n\n`,
    stdio: ["pipe", "ignore", "ignore"],
  });
  const file = join(data, "server.json");
  const settings = { protocol: "http", num_threads: 16, queue_retry_minutes: 0 };
  writeFileSync(
    file,
    JSON.stringify({ ...v.parse(v.looseObject({}), JSON.parse(readFileSync(file, "utf8"))), ...settings }),
  );
  const { stop } = startProgram(program, ["httpd", data], { cwd: folder });
  const origin = `http://${host}`;
  await untilUp(`${origin}/api/v1/instance`, 20_000);
  return {
    origin,
    async account(name) {
      const said = execFileSync(program, ["adduser", data, name], {
        input: "",
        encoding: "utf8",
        stdio: ["pipe", "pipe", "pipe"],
      });
      const password = /password is (\S+)/.exec(said)?.[1] ?? "";
      return { token: await logIn(origin, { name, password }) };
    },
    async stop() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const redirect = "urn:ietf:wg:oauth:2.0:oob";
const appShape = v.object({ client_id: v.string(), client_secret: v.string() });
const tokenShape = v.object({ access_token: v.string() });

/** OAuth's code flow, by the form that a person would fill in. */
async function logIn(origin: string, { name, password }: { name: string; password: string }): Promise<string> {
  const post = (path: string, fields: Record<string, string>): Promise<Response> =>
    ask(`${origin}${path}`, { method: "POST", redirect: "manual", body: new URLSearchParams(fields) });
  const made = await post("/api/v1/apps", { client_name: "pkm", redirect_uris: redirect, scopes: "read write" });
  const app = v.parse(appShape, await made.json());
  const query = { client_id: app.client_id, redirect_uri: redirect, response_type: "code", scope: "read write" };
  const page = await (await ask(`${origin}/oauth/authorize?${new URLSearchParams(query).toString()}`)).text();
  const action = /action="([^"]+)"/.exec(page)?.[1] ?? "";
  const hidden = [...page.matchAll(/<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g)];
  const fields = Object.fromEntries(hidden.map(([, key = "", value = ""]) => [key, value]));
  const answer = await post(new URL(action, origin).pathname, { ...fields, login: name, passwd: password });
  const code = /[?&]code=([^&]+)/.exec(answer.headers.get("location") ?? (await answer.text()))?.[1] ?? "";
  const rest = { client_id: app.client_id, client_secret: app.client_secret, redirect_uri: redirect };
  const token = await post("/oauth/token", { grant_type: "authorization_code", code, ...rest });
  return v.parse(tokenShape, await token.json()).access_token;
}
