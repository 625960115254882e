// Doctor warns of a store that a sync program carries, and of no other.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { inHome, openHomes } from "./in-home.ts";

const homes = openHomes();
after(() => homes.close());

const places: readonly (readonly [string, string, string | null])[] = [
  ["Dropbox", "Dropbox/deep", null],
  ["iCloud Drive", "Library/Mobile Documents/pkm", null],
  ["OneDrive", "OneDrive - Work", null],
  ["Google Drive", "My Drive/x", null],
  ["Syncthing", "sync", ".stfolder"],
  ["git", "dotfiles/here", ".git"],
];

test("doctor names the program that carries the store, and how two machines go together instead", async () => {
  for (const [name, folder, marker] of places) {
    const base = homes.fresh();
    const home = join(base, folder);
    mkdirSync(home, { recursive: true });
    if (marker !== null) mkdirSync(join(base, folder.split("/")[0] ?? "", marker));
    const { stdout, status } = await inHome(home, ["doctor"]);
    assert.equal(status, 0, name);
    assert.match(stdout, new RegExp(`^sync\\tlook\\t.*which ${name} copies.*\\tpkm help machines$`, "m"), name);
  }
});

test("doctor says nothing of sync where notes alone are carried, or nothing is", async () => {
  const home = homes.fresh();
  mkdirSync(join(home, "notes", ".git"), { recursive: true });
  writeFileSync(join(home, "Dropbox.txt"), "");
  assert.doesNotMatch((await inHome(home, ["doctor"])).stdout, /^sync/m);
});
