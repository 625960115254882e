// The words about pkm are true: every command is explained, every example can be typed, every file named exists.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { channels } from "../src/channels/all.ts";
import { commands } from "../src/cli/all.ts";
import { commandHelp } from "../src/cli/care/help.ts";
import { topics } from "../src/cli/care/help-topics.ts";
import { settingOptions } from "../src/cli/people/channel-settings.ts";
import { parseCall } from "../src/cli/program.ts";
import { run } from "../src/main.ts";
import { parseQuery } from "../src/sense/query.ts";
import { capturedTrace, masked, traceInReadme } from "./examples/capture.ts";
import { captureTerminal } from "../src/term/captured.ts";

const root = new URL("../", import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, root), "utf8");

for (const entry of commands) {
  test(`pkm ${entry.path} is explained, and its examples can be typed`, async () => {
    const { command } = await entry.load();
    assert.equal(command.path, entry.path);
    assert.match(command.summary, /^(?!pkm|[A-Z])\S.*[^.]$/, "one line, lower case, no full stop");
    assert.ok(command.examples.length > 0, "at least one example");
    for (const { line } of command.examples) await assertTypable(line);
    for (const { flags, about } of command.options) assert.ok(about.length > 0, `${flags} is not explained`);
    const { layout } = commandHelp(command);
    assert.equal(layout.kind, "text");
  });
}

test("every query that pkm help query shows is one", () => {
  const text = topics.find(({ name }) => name === "query")?.text ?? "";
  const queries = text
    .split("\n")
    .flatMap((line) => /^ {2}(\S+(?: \S+)*?) {2,}/.exec(line)?.[1] ?? /^ {2}(before:\S+)/.exec(line)?.[1] ?? []);
  assert.ok(queries.length >= 13, `only ${queries.length} found`);
  const states = /is:new +(.*)$/m.exec(text)?.[1]?.split(/, | or /) ?? [];
  assert.ok(states.length >= 8);
  for (const query of [...queries, ...states.map((state) => `is:${state}`)]) {
    assert.doesNotThrow(() => parseQuery(query, new Date(), new Map([["name", "word"]])), query);
  }
});

test("pkm help names every command", async () => {
  const { stdout } = await pkm("help");
  for (const { path } of commands) assert.match(stdout, new RegExp(`^  ${path} {2,}`, "m"), path);
});

test("every setting of every channel can be typed, and stands in pkm help channels", async () => {
  const text = topics.find(({ name }) => name === "channels")?.text ?? "";
  const flags = new Set(settingOptions.map(({ flags: typed }) => typed.split(" ")[0]));
  // What a room's name led to is found out, not typed.
  const isTyped = ({ name }: { name: string }): boolean => name !== "room-id";
  let count = 0;
  for (const { kind, load } of channels) {
    const typed = (await load()).settings.filter(isTyped).map(({ name }) => `--${name}`);
    assert.ok(text.includes(`\n  ${kind} `), kind);
    for (const flag of typed) assert.ok(flags.has(flag) && text.includes(`${flag}`), `${kind} ${flag}`);
    count += typed.length;
  }
  assert.ok(count >= 25, `only ${count}`);
});

test("every command line in README can be typed", async () => {
  const blocks = [...read("README.md").matchAll(/^```\n(.*?)^```$/gms)].map(([, block]) => block ?? "");
  const lines = blocks
    .join("\n")
    .replaceAll(/ \\\n */g, " ")
    .split("\n")
    .flatMap((line) => /^\$? ?(pkm .*)$/.exec(line)?.[1] ?? []);
  assert.ok(lines.length >= 15, `only ${lines.length} command lines found`);
  for (const line of lines) await assertTypable(line);
});

test("the capture in README is what the demo shows now", async () => {
  const [shown, played] = [traceInReadme(), await capturedTrace()];
  assert.match(shown, /feedback/);
  assert.equal(masked(shown), masked(played), "npm run capture");
});

test("every hint to a help topic leads to one", () => {
  const names = new Set([...topics.map(({ name }) => name), ...commands.map(({ path }) => path)]);
  const sources = readdirSync(new URL("src/", root), { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  const hints = ["README.md", ...sources.map((name) => `src/${name}`)].flatMap((file) => [
    ...read(file).matchAll(/pkm help ([a-z-]+(?: [a-z]+)?)`|"pkm help ([a-z-]+)"/g),
  ]);
  assert.ok(hints.length >= 8, `only ${hints.length} hints found`);
  for (const [whole, first, second] of hints) assert.ok(names.has(first ?? second ?? ""), whole);
});

test("ARCHITECTURE.md is short, and the files it names exist", () => {
  const text = read("ARCHITECTURE.md");
  assert.ok(text.split("\n").length <= 150);
  const places = [...text.matchAll(/`((?:src\/|test\/|bin\/)?[a-z-]+\/[a-z0-9./-]+\.(?:ts|js|sql))`/g)].map(
    ([, path]) => path ?? "",
  );
  assert.ok(places.length >= 15, `only ${places.length} files named`);
  for (const path of places) {
    const isThere = [path, `src/${path}`].some((candidate) => existsSync(new URL(candidate, root)));
    assert.ok(isThere, `${path} is named in ARCHITECTURE.md and is not there`);
  }
});

async function pkm(...argv: readonly string[]): Promise<{ stdout: string }> {
  const terminal = captureTerminal(80);
  const clock = { now: (): Date => new Date() };
  await run(argv, { env: { PKM_HOME: "/nowhere", NO_COLOR: "1" }, clock, terminal, version: "0.0.0" });
  return terminal.written();
}

/** Parses the line as the shell and pkm would, without running it. */
async function assertTypable(line: string): Promise<void> {
  const own = line.replace(/\s+#.*$/, "").split(/ \| | && | [<>] /)[0] ?? "";
  const words = [...own.matchAll(/'([^']*)'|"([^"]*)"|((?:\\.|\S)+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare?.replaceAll(/\\(.)/g, "$1") ?? "",
  );
  if (words[0] !== "pkm") return;
  await assert.doesNotReject(parseCall(words.slice(1), commands), `"${own}" can not be typed`);
}
