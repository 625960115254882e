// Every command in every form: at 80 and 60 columns, piped, and as JSON, in golden sessions of one room each.
// PKM_ACCEPT=1 writes the files anew; read the difference before you commit it.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { after, test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import stringWidth from "string-width";
import { commands } from "../src/cli/all.ts";
import { globalOptions } from "../src/cli/call.ts";
import { type Played, playForms } from "./forms/play.ts";
import { serveStageWeb } from "./forms/web.ts";

process.env["TZ"] = "UTC";
const folder = new URL("./forms/", import.meta.url);
const rooms = readdirSync(folder).filter((name) => name.endsWith(".txt"));
const web = await serveStageWeb();
after(() => web.close());
const typed: string[] = [];
const known = new Map(
  await Promise.all(commands.map(async ({ path, load }) => [path, (await load()).command.options] as const)),
);
let hints = 0;

for (const room of rooms) {
  test(`every command of ${room.replace(/\.txt$/, "")} in every form`, async () => {
    const file = new URL(room, folder);
    const script = readFileSync(file, "utf8");
    const played = await playForms(script, web.proxy);
    typed.push(...played.shown.map(({ line }) => line));
    if (process.env["PKM_ACCEPT"] === "1") writeFileSync(file, played.text);
    assertForms(played);
    if (process.env["PKM_ACCEPT"] !== "1") assert.equal(played.text, script);
  });
}

test("every command that an answer names is there, with its options", () => assert.ok(hints > 60, `only ${hints}`));

test("no command is without such a session", () => {
  const paths = commands.map(({ path }) => path);
  assert.ok(paths.length > 90);
  const words = typed.map((line) => `${line.replace(/^pkm(?= |$)/, "").trim()} `);
  const lacking = paths.filter((path) => {
    const isCalled = (line: string): boolean =>
      path === "status"
        ? line === " "
        : line.startsWith(`${path} `) &&
          !paths.some((other) => other.startsWith(`${path} `) && line.startsWith(`${other} `));
    return !words.some(isCalled);
  });
  assert.deepEqual(lacking, []);
});

/** What holds for every answer whatever it says. */
function assertForms({ shown }: Played): void {
  assert.ok(shown.length > 0);
  for (const { line, answers } of shown) {
    for (const { form, status, stdout, stderr } of answers) {
      const where = `${line} (${form})`;
      assert.doesNotMatch(stderr, /this is a bug/, where);
      if (form !== "80 columns") assert.ok(!`${stdout}${stderr}`.includes("\u001b"), `${where} has escapes`);
      if (form === "piped" || form === "--json")
        assert.equal(stderr === "", status === 0, `${where}: ${status} ${stderr}`);
      if (form === "--json") assert.doesNotThrow(() => JSON.parse(stdout === "" ? stderr : stdout), where);
      if (form === "80 columns") assertHints(stripVTControlCharacters(`${stdout}\n${stderr}`), where);
      if (form === "60 columns") assertFits(stdout, 60, where);
      if (form === "80 columns") assertFits(stripVTControlCharacters(stdout), 80, where);
    }
  }
}

/** Each "try: pkm …" and "…: pkm …" can be typed. */
function assertHints(text: string, where: string): void {
  // What was folded is one line again.
  for (const [hint, words = ""] of text
    .replaceAll(/\n {2,}(?! |try: )/g, " ")
    .matchAll(/(?:: |, then |, or )pkm ([a-z][^\n;,()]*)/g)) {
    hints += 1;
    const [first = "", second = ""] = words.split(" ");
    const path = known.has(`${first} ${second}`) ? `${first} ${second}` : first;
    const options = known.get(path);
    assert.ok(options !== undefined, `${where}: there is no command ${hint}`);
    const flags = [...options, ...globalOptions].flatMap((option) => option.flags.match(/(?<=^|, )--?[\w-]+/g) ?? []);
    for (const flag of words.match(/(?<= )--[a-z][a-z-]*/g) ?? [])
      assert.ok(flags.includes(flag), `${where}: no ${flag} in ${hint}`);
  }
}

/** Answers whose lines are bytes for a file, which no screen changes. */
const exact = /^pkm (?:export|people export|digest finds --peek|share preview|completion|schedule --print)/;

/** No line is wider than the screen, but an address, a path or a command line, which are whole to be copied. */
function assertFits(text: string, columns: number, where: string): void {
  if (exact.test(where)) return;
  for (const row of text.split("\n")) {
    const isWord = !/\S\s+\S/.test(row.replace(/^\s*\S+ {2,}/, "")) || /^ *(?:\$ )?pkm (?![a-z ]*: )/.test(row);
    assert.ok(stringWidth(row) <= columns || isWord, `${where}: ${stringWidth(row)} columns: ${row}`);
  }
}
