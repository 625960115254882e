// Errors and asides as stderr gets them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PkmError } from "../../src/base/errors.ts";
import { asideLines, errorJson, errorLines } from "../../src/ui/error.ts";
import { loadPaint, plainPaint } from "../../src/ui/paint.ts";
import { text } from "../../src/ui/report.ts";

test("people read what happened and a command for each way to mend it", () => {
  const error = new PkmError("not-found", "no source s9x9", {
    hint: ["pkm seek list", `pkm find "two  spaces"`],
  });
  assert.equal(
    errorLines(error, plainPaint),
    `pkm: no source s9x9\n  try: pkm seek list\n  try: pkm find "two  spaces"\n`,
  );
  assert.equal(errorLines(new PkmError("failed", "it broke"), plainPaint), "pkm: it broke\n");
});

test("a message of several lines keeps its caret under its place", () => {
  const error = new PkmError("usage", "a bracket is not closed\ntag:(a\n    ^");
  assert.equal(errorLines(error, plainPaint), "pkm: a bracket is not closed\n  tag:(a\n      ^\n");
});

test("no byte of somebody else's acts on the terminal", () => {
  const error = new PkmError("failed", "bad\u001b[2J\u202e title\r\u0007", {
    hint: "rm\u001b]0;x\u0007 \u009bx\ny",
  });
  assert.equal(errorLines(error, plainPaint), "pkm: bad title\n  try: rm  y\n");
  assert.doesNotMatch(errorJson(error).trimEnd(), /[\p{Cc}\p{Bidi_Control}]/u);
});

test("machines read code, message, why and mend on one line", () => {
  const error = new PkmError("credentials", "mail needs a password", {
    hint: "pkm help",
    cause: new Error("535\nno"),
  });
  assert.deepEqual(JSON.parse(errorJson(error)), {
    error: {
      code: "credentials",
      message: "mail needs a password",
      why: "535\nno",
      mend: ["pkm help"],
    },
  });
  assert.equal(
    errorJson(new PkmError("failed", "it broke")),
    '{"error":{"code":"failed","message":"it broke","why":null,"mend":[]}}\n',
  );
});

test("complaints are said in every mode, words only to a reader", () => {
  const report = text(
    { value: [], text: "" },
    { words: ["1 kept\u0007", "try pkm review"], complaints: ["s1b2: gone\n410"] },
  );
  assert.equal(asideLines(report, { hasReader: false }), "s1b2: gone 410\n");
  assert.equal(asideLines(report, { hasReader: true }), "s1b2: gone 410\n1 kept\ntry pkm review\n");
});

test("paint dresses every tone and leaves the text; without colour it does nothing", async () => {
  const paint = await loadPaint({ hasColour: true });
  const tones = ["plain", "dim", "strong", "id", "good", "warn", "bad", "link"] as const;
  const codes = new Set(tones.map((tone) => paint("text", tone)));
  assert.equal(codes.size, tones.length);
  for (const code of codes) {
    assert.match(code, /^(\u001b\[\d+m)*text(\u001b\[\d+m)*$/);
    // Yellow, cyan and white vanish on white; black, blue and bright black on black.
    assert.doesNotMatch(code, /\[(30|33|34|36|37|9\d)m/);
  }
  const none = await loadPaint({ hasColour: false });
  assert.deepEqual(
    tones.map((tone) => none("text", tone)),
    tones.map(() => "text"),
  );
});
