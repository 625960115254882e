// Where a home lies, wherever a run begins.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { findHome } from "../../src/machine/home.ts";
import { emptyFolder } from "../empty-folder.ts";

test("a path in config.toml is meant from its folder on, one in a variable from here, and ~ is HOME", async (t) => {
  const folder = emptyFolder(t);
  const found = async (config: string, env: Record<string, string> = {}): Promise<(string | null)[]> => {
    writeFileSync(join(folder, "config.toml"), config);
    const { notesDir, mail } = await findHome(folder, { HOME: "/home/ada", ...env });
    return [notesDir, mail.box];
  };
  assert.deepEqual(await found(""), [join(folder, "notes"), null]);
  const relative = 'notes = "writing/notes"\n[mail]\nbox = "../Maildir"\n';
  assert.deepEqual(await found(relative), [join(folder, "writing/notes"), join(folder, "../Maildir")]);
  assert.deepEqual(await found('notes = "~/writing"\n[mail]\nbox = "~"\n'), ["/home/ada/writing", "/home/ada"]);
  assert.deepEqual(await found('notes = "/srv/notes"'), ["/srv/notes", null]);
  assert.deepEqual(await found(relative, { PKM_NOTES: "here" }), [resolve("here"), join(folder, "../Maildir")]);
});
