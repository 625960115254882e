// Commands from the environment split into words without a shell.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PkmError } from "../../src/base/errors.ts";
import { splitCommand } from "../../src/base/command-words.ts";
import { editorArgv } from "../../src/term/editor.ts";
import { exceedsScreen, pagerArgv } from "../../src/term/pager.ts";

const cases: readonly [command: string, words: readonly string[]][] = [
  ["", []],
  ["  ", []],
  ["vi", ["vi"]],
  [" code  --wait ", ["code", "--wait"]],
  [`emacsclient -c -a ""`, ["emacsclient", "-c", "-a", ""]],
  [`"/Applications/My Editor" -w`, ["/Applications/My Editor", "-w"]],
  [`/my\\ editor 'a "b" c' d"e"f`, ["/my editor", `a "b" c`, "def"]],
  [`"say \\"x\\" \\\\ \\n"`, [`say "x" \\ \\n`]],
  [`C:\\Windows\\notepad.exe`, [`C:\\Windows\\notepad.exe`]],
  [`vi; rm -rf $HOME \`id\` | cat`, ["vi;", "rm", "-rf", "$HOME", "`id`", "|", "cat"]],
];

test("a command is split at blanks, with quotes, and nothing is expanded", () => {
  for (const [command, words] of cases) assert.deepEqual(splitCommand(command, "$EDITOR"), words, command);
  assert.equal(cases.length, 10);
});

test("a quote that is not closed names the variable", () => {
  for (const command of [`vi "a`, `vi 'a`, `"`, `a'b`]) {
    assert.throws(
      () => splitCommand(command, "$PAGER"),
      (error) => error instanceof PkmError && error.kind === "config" && error.message.startsWith("$PAGER has a quote"),
    );
  }
});

test("words that are quoted come back as they were", () => {
  const quoted = (word: string): string => `'${word.replaceAll("'", `'"'"'`)}'`;
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" })), (words) => {
      assert.deepEqual(splitCommand(words.map(quoted).join(" "), "$EDITOR"), words);
    }),
    { seed: 11, numRuns: 300 },
  );
});

test("the editor is $VISUAL, then $EDITOR, then the system's", () => {
  assert.deepEqual(editorArgv({ VISUAL: "a -b", EDITOR: "c" }), ["a", "-b"]);
  assert.deepEqual(editorArgv({ VISUAL: " ", EDITOR: "c" }), ["c"]);
  assert.deepEqual(editorArgv({}, "linux"), ["vi"]);
  assert.deepEqual(editorArgv({}, "win32"), ["notepad"]);
});

test("the pager is $PAGER, none where it is empty or cat, else less", () => {
  assert.deepEqual(pagerArgv({ PAGER: "more -d" }), ["more", "-d"]);
  assert.equal(pagerArgv({ PAGER: "" }), null);
  assert.equal(pagerArgv({ PAGER: "cat" }), null);
  assert.deepEqual(pagerArgv({}), ["less", "-R"]);
});

test("a text exceeds the screen when its folded lines leave no row for the prompt", () => {
  const screen = { columns: 10, rows: 5 };
  assert.equal(exceedsScreen("a\nb\nc\nd\n", screen), false);
  assert.equal(exceedsScreen("a\nb\nc\nd\ne\n", screen), true);
  assert.equal(exceedsScreen("a".repeat(40), screen), false);
  assert.equal(exceedsScreen("a".repeat(41), screen), true);
  assert.equal(exceedsScreen("字".repeat(20), screen), false);
  assert.equal(exceedsScreen("字".repeat(21), screen), true);
  assert.equal(exceedsScreen(`\u001b[1m${"a".repeat(40)}\u001b[22m`, screen), false);
  assert.equal(exceedsScreen("", screen), false);
});
