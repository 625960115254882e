// Whether output is coloured: every pair of neighbours in the order of precedence.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type ColourQuestion, wantsColour } from "../../src/term/colour.ts";

type Case = [name: string, question: Partial<ColourQuestion>, expected: boolean];

const cases: readonly Case[] = [
  ["nothing said, a terminal", {}, true],
  ["nothing said, a pipe", { isTty: false }, false],
  ["auto is as if nothing was said", { flag: "auto", isTty: false }, false],
  ["--color=always over NO_COLOR", { flag: "always", env: { NO_COLOR: "1" }, isTty: false }, true],
  ["--color=never over FORCE_COLOR", { flag: "never", env: { FORCE_COLOR: "1" } }, false],
  ["--color=auto leaves NO_COLOR in force", { flag: "auto", env: { NO_COLOR: "1" } }, false],
  ["NO_COLOR over FORCE_COLOR", { env: { NO_COLOR: "0", FORCE_COLOR: "1" } }, false],
  ["an empty NO_COLOR is none", { env: { NO_COLOR: "" } }, true],
  ["FORCE_COLOR over CLICOLOR=0 and a pipe", { env: { FORCE_COLOR: "3", CLICOLOR: "0" }, isTty: false }, true],
  ["CLICOLOR_FORCE over TERM=dumb and a pipe", { env: { CLICOLOR_FORCE: "1", TERM: "dumb" }, isTty: false }, true],
  ["FORCE_COLOR=0 forces nothing", { env: { FORCE_COLOR: "0" }, isTty: false }, false],
  ["CLICOLOR_FORCE=0 forces nothing", { env: { CLICOLOR_FORCE: "0" }, isTty: false }, false],
  ["an empty FORCE_COLOR forces nothing", { env: { FORCE_COLOR: "" }, isTty: false }, false],
  ["CLICOLOR=0 over a terminal", { env: { CLICOLOR: "0" } }, false],
  ["CLICOLOR=1 makes no pipe a terminal", { env: { CLICOLOR: "1" }, isTty: false }, false],
  ["TERM=dumb over a terminal", { env: { TERM: "dumb" } }, false],
];

test("colour follows flag, NO_COLOR, force, CLICOLOR and TERM, then the terminal", () => {
  for (const [name, question, expected] of cases) {
    assert.equal(wantsColour({ flag: null, env: {}, isTty: true, ...question }), expected, name);
  }
  assert.equal(cases.length, 16);
});
