// A second pkm for the tests: writes into a notes folder as told, until it is done or killed.
import { createHash } from "node:crypto";
import { PkmError } from "../../src/base/errors.ts";
import { openVault } from "../../src/vault/vault.ts";
import type { NewNote, Vault } from "../../src/sense/note.ts";

/** A note to be made; the words of its body tell it from others. */
export function newNote(title: string, body: string): NewNote {
  return {
    id: "n1b2",
    title,
    created: "2026-01-02T03:04:05.678Z",
    kind: "idea",
    tags: [],
    contexts: [],
    sources: [],
    via: null,
    body,
  };
}

/** A body that tells whether it is whole: its last line is the hash of the rest. */
export function sealedBody(words: string): string {
  return `\n${words}\n${createHash("sha256").update(words).digest("hex")}\n`;
}

/** The words of a sealed body; null when it is not whole. */
export function sealedWords(body: string): string | null {
  const words = body.trim().split("\n").slice(0, -1).join("\n");
  return sealedBody(words).trim() === body.trim() ? words : null;
}

function createMany(vault: Vault, name: string, count: number): void {
  for (let n = 0; n < count; n += 1) vault.create(newNote("Same title", sealedBody(`${name}-${n}`)));
}

/** Adds tags to one note; when another writer was first, reads again. */
function tagMany(vault: Vault, name: string, count: number): void {
  for (let n = 0; n < count;) {
    const { hash } = vault.read("shared.md");
    try {
      vault.edit("shared.md", [{ key: "tags", add: [`${name}-${n}`], remove: [] }], hash);
      n += 1;
    } catch (thrown) {
      if (!(thrown instanceof PkmError) || !thrown.message.includes("was changed")) throw thrown;
    }
  }
}

function writeForever(vault: Vault, name: string): never {
  for (let n = 0; ; n += 1) {
    const words = `${name} ${n} `.repeat(5000);
    const { path, hash } = vault.read("shared.md");
    vault.rewrite(path, sealedBody(words), hash);
    vault.create(newNote("Made", sealedBody(words)));
    process.stdout.write(".");
  }
}

function rewriteLarge(vault: Vault): void {
  const { path, hash } = vault.read("shared.md");
  try {
    vault.rewrite(path, "x".repeat(1_000_000), hash);
  } catch (thrown) {
    process.stdout.write(thrown instanceof PkmError ? `${thrown.kind}: ${thrown.message}` : String(thrown));
  }
}

const [task, root = "", name = "", count = "0"] = process.argv.slice(2);
if (task !== undefined && import.meta.main) {
  const vault = openVault({ root });
  if (task === "create") createMany(vault, name, Number(count));
  if (task === "tag") tagMany(vault, name, Number(count));
  if (task === "forever") writeForever(vault, name);
  if (task === "large") rewriteLarge(vault);
}
