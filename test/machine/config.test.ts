// Edits of config.toml: what is wrong is kept aside and never holds.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { command, everyKey } from "../../src/cli/care/config-edit.ts";
import { Words } from "../../src/cli/command.ts";
import { checkConfig, readSettings } from "../../src/machine/config.ts";
import { openConfigFile } from "../../src/machine/config-file.ts";
import { bareContext, bareHome, nobody } from "../cli/bare-context.ts";

function editing(t: TestContext): { path: string; edit: (change: (text: string) => string) => Promise<unknown> } {
  const folder = mkdtempSync(join(tmpdir(), "pkm-config-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "deep", "config.toml");
  return {
    path,
    edit: (change) =>
      command.execute(
        {
          ...bareContext,
          flags: { ...bareContext.flags, mayAsk: true },
          home: { ...bareHome(""), configFile: path },
          configFile: async () => openConfigFile(path),
          person: { ...nobody, edit: async (text) => change(text) },
        },
        new Words([], {}),
      ),
  };
}

test("a first edit begins with every key, each of which is right once it is no comment", async (t) => {
  const { path, edit } = editing(t);
  const uncommented = (text: string): string => text.replaceAll(/^# (?=\[|"?[\w-]+"? = )/gm, "");
  await edit((text) => {
    assert.equal(text, everyKey());
    return uncommented(text);
  });
  const settings = await readSettings(path, {});
  assert.equal(settings.problem, null);
  assert.equal(settings.count("digest-limit"), 12);
  assert.equal(settings.table("alias").get("morning"), "digest --fetch");
  assert.ok(settings.rows().every(({ origin }) => origin === "config"));
});

test("a text that is wrong never holds, and the next edit goes on from it", async (t) => {
  const { path, edit } = editing(t);
  await edit(() => "digest-limit = 3\n");
  await assert.rejects(
    edit(() => "digest-limit = 4\nnoets = 1\n"),
    { kind: "config", message: `${path}, line 2: unknown key noets; did you mean notes?` },
  );
  assert.equal(readFileSync(path, "utf8"), "digest-limit = 3\n");
  await edit((text) => {
    assert.equal(text, "digest-limit = 4\nnoets = 1\n");
    return "digest-limit = 4\n";
  });
  assert.equal(readFileSync(path, "utf8"), "digest-limit = 4\n");
  assert.ok(!existsSync(`${path}.draft`));
});

test("the line is told for keys in tables, dotted keys and keys in quotes", async () => {
  const lines = [
    ['a = 1\n\n[views]\nx = "y"\n"z" = 2\n', 1],
    ['author = "A"\n\n[views]\nx = "y"\n"z" = 2\n', 5],
    ['author = "A"\nviews.z = 2\n', 2],
    ['[ views ]\n# z = 1\nz = ["a"]\n', 3],
  ] as const;
  for (const [text, line] of lines) {
    await assert.rejects(checkConfig(text, "config.toml"), { message: new RegExp(`line ${line}: `) }, text);
  }
});
