// The key of review that fetches a page: the screen goes on meanwhile, and nobody who quits waits for a server.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { inHome } from "./in-home.ts";
import { openTmux, type Tmux, tmuxIsMissing } from "./tmux.ts";

const program = fileURLToPath(new URL("../transcripts/pkm.ts", import.meta.url));
const whole = "<p>The whole of it stands on its page, where a feed has but its beginning. </p>".repeat(40);

/** A home with two items of one feed, whose pages answer only when they are let go. */
async function openStage(
  t: TestContext,
): Promise<{ home: string; shell: Tmux; letGo: () => void; waiting: () => number }> {
  const home = mkdtempSync(join(tmpdir(), "pkm-whole-"));
  const held: ServerResponse[] = [];
  const server = createServer((request, response) => {
    if (request.url !== "/feed") return void held.push(response);
    const origin = `http://${request.headers.host ?? ""}`;
    const items = ["One", "Two"].map(
      (title, at) =>
        `<item><title>${title}</title><link>${origin}/${title}</link><guid>${title}</guid><pubDate>Mon, 0${2 - at} Nov 2026 10:00:00 GMT</pubDate><description>Its beginning…</description></item>`,
    );
    response.end(`<rss version="2.0"><channel><title>Brief</title>${items.join("")}</channel></rss>`);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", () => done()));
  t.after(() => {
    server.close();
    server.closeAllConnections();
    rmSync(home, { recursive: true, force: true });
  });
  const address = server.address();
  assert.ok(address !== null && typeof address !== "string");
  assert.equal((await inHome(home, ["seek", "add", `http://127.0.0.1:${address.port}/feed`])).status, 0);
  writeFileSync(join(home, "rc"), `PS1='ready> '\npkm() { "${process.execPath}" "${program}" "$@"; }\n`);
  const env = { PATH: "/usr/bin:/bin", TERM: "screen-256color", LANG: "C.UTF-8", PKM_HOME: home };
  const shell = openTmux(t, { columns: 80, rows: 24, env });
  shell.type(`. "$PKM_HOME/rc"; clear`);
  shell.keys("Enter");
  await shell.until(/ready> *\s*$/);
  const letGo = (): void => {
    for (const response of held.splice(0)) {
      response.setHeader("content-type", "text/html");
      response.end(`<!doctype html><title>One</title><article><h1>One</h1>${whole}</article>`);
    }
  };
  return { home, shell, letGo, waiting: () => held.length };
}

const options = { skip: tmuxIsMissing ?? false, timeout: 120_000 };

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo(); tries += 1) {
    assert.ok(tries < 300, "it never came");
    await new Promise((done) => setTimeout(done, 50));
  }
}

test("f asks for the page while keys go on, and what is being read grows when it comes", options, async (t) => {
  const { shell, letGo, waiting } = await openStage(t);
  shell.type("pkm review");
  shell.keys("Enter");
  await shell.until(/review {2}1 of 2\s*\n> One/);
  shell.keys("f");
  await shell.until(/asking the page of k\w+/);
  await until(() => waiting() === 1);
  shell.keys("f", "j");
  await shell.until(/review {2}2 of 2/);
  shell.keys("k", "Enter");
  await shell.until(/^One +\d+ of \d+/);
  assert.equal(waiting(), 1, "a page is asked for once");
  letGo();
  const screen = await shell.until(/the whole page of k\w+ is here/);
  assert.match(screen, /The whole of it stands on its page/);
  shell.keys("q", "q");
  await shell.until(/dealt with 1 of 2; 1 waits?[^]*ready>/);
});

test("who quits does not wait for the page, and nothing is held against it", options, async (t) => {
  const { home, shell, waiting } = await openStage(t);
  shell.type("pkm review");
  shell.keys("Enter");
  await shell.until(/review {2}1 of 2/);
  shell.keys("f");
  await until(() => waiting() === 1);
  const beganMs = performance.now();
  shell.keys("q");
  const after = await shell.until(/dealt with 0 of 2; 2 wait[^]*ready>/);
  assert.ok(performance.now() - beganMs < 10_000);
  assert.doesNotMatch(after, /bug|Error/);
  const db = new Database(join(home, "pkm.db"), { readonly: true });
  t.after(() => db.close());
  assert.equal(db.prepare("SELECT count(*) FROM item_page").pluck().get(), 0);
});
