// What doctor says of the notes folder: every file that something is wrong with, and notes whose files are gone.
import { PkmError } from "../../base/errors.ts";
import { shellWord } from "../../base/shell-word.ts";
import type { Vault } from "../../sense/note.ts";
import type { Context } from "../context.ts";
import { notesNow, type OpenStore } from "../sense/notes-now.ts";
import type { Finding } from "./finding.ts";

interface Problem {
  path: string;
  message: string;
}

/** The files are looked at one by one where there is no store to ask. Nothing of a file stops the others. */
export async function noteFindings(
  context: Context,
  { hasStore, isFixing }: { hasStore: boolean; isFixing: boolean },
): Promise<readonly Finding[]> {
  const vault = await context.vault();
  if (isFixing) vault.sweep();
  const count = vault.list().length;
  const indexed = hasStore ? await openIndex(context) : null;
  const problems = indexed === null ? problemsOfFiles(vault) : indexed.problems;
  const gone = indexed === null ? [] : indexed.store.notes.goneButShared();
  return [
    { check: "notes", result: "ok", detail: `${count} in ${vault.root}`, mend: null },
    ...problems.map(({ path, message }): Finding => ({
      check: "note",
      result: "look",
      detail: `${path}: ${message}`,
      mend: `pkm sense edit ${shellWord(path)}`,
    })),
    ...gone.map(({ ref, path, share }): Finding => ({
      check: "note",
      result: "look",
      detail: `${path}: the file is gone, and ${share} is a share of it`,
      mend: `pkm show ${shellWord(ref)} --versions --full`,
    })),
    ...vault
      .leftovers()
      .map(({ path, isOurs }): Finding => leftover(vault.root, path, isOurs ? "killed" : "elsewhere")),
  ];
}

/** Whoever wrote elsewhere may still be at it, or its file may be all there is of a note: that one is for the person to judge. */
function leftover(root: string, path: string, writer: "killed" | "elsewhere"): Finding {
  const file = `${root}/${path}`;
  return writer === "killed"
    ? { check: "note", result: "look", detail: `${path}: what a killed pkm began to write`, mend: "pkm doctor --fix" }
    : {
        check: "note",
        result: "look",
        detail: `${path}: half-written, not by a pkm of this machine, and not finished for an hour`,
        mend: `rm ${shellWord(file)}`,
      };
}

async function openIndex(context: Context): Promise<{ store: OpenStore; problems: readonly Problem[] } | null> {
  try {
    const { store, scan } = await notesNow(context);
    const unreadable = scan.problems.filter(({ code }) => code === "unreadable");
    return { store, problems: [...store.notes.troubled(), ...unreadable] };
  } catch (thrown) {
    // The store's own finding says what is wrong with it.
    if (thrown instanceof PkmError) return null;
    throw thrown;
  }
}

function problemsOfFiles(vault: Vault): readonly Problem[] {
  return vault.list().flatMap(({ path }) => {
    try {
      return vault.read(path).problems.map(({ message }) => ({ path, message }));
    } catch (thrown) {
      if (!(thrown instanceof PkmError)) throw thrown;
      return [{ path, message: thrown.message }];
    }
  });
}
