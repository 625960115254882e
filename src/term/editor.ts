// Lets the person write in their own editor.
import { isUtf8 } from "node:buffer";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { PkmError } from "../base/errors.ts";
import { splitCommand } from "../base/command-words.ts";
import { runInForeground } from "./child.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** What a person wrote in their editor, and the file it lies in until something was made of it. */
export interface Draft {
  text: string;
  path: string;
}

/**
 * The text as the person left it, or null when they left it unchanged or empty. The file is 0600 in a 0700 folder, and
 * stays until `dropDraft`: what is to be made of the text may fail, and nobody writes it twice. Where the editor failed
 * after it was changed, or left something beside it (a swap file), the error names where it is kept.
 */
export async function editText(
  text: string,
  { env, extension }: { env: Env; extension: string },
): Promise<Draft | null> {
  const argv = editorArgv(env);
  const folder = mkdtempSync(join(tmpdir(), "pkm-"));
  chmodSync(folder, 0o700);
  const path = join(folder, `text${extension}`);
  let isKept = false;
  try {
    writeFileSync(path, text, { mode: 0o600, flag: "wx" });
    const end = await runInForeground({ role: "editor", argv: [...argv, path], input: null });
    const written = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
    const isChanged = !written.equals(Buffer.from(text, "utf8")) && written.toString("latin1").trim() !== "";
    if (end.status !== 0) {
      isKept = isChanged || readdirSync(folder).some((name) => name !== basename(path));
      throw editorFailed(`the editor ${argv[0] ?? ""} ended with ${end.signal ?? `status ${end.status}`}`, {
        keptIn: isKept ? (isChanged ? path : folder) : null,
      });
    }
    isKept = isChanged;
    if (isChanged && !isUtf8(written)) throw editorFailed("the text is not UTF-8", { keptIn: path });
    return isChanged ? { text: written.toString("utf8"), path } : null;
  } finally {
    if (!isKept) rmSync(folder, { recursive: true, force: true });
  }
}

/** Removes the file of a draft, and what the editor left beside it. */
export function dropDraft({ path }: Pick<Draft, "path">): void {
  rmSync(dirname(path), { recursive: true, force: true });
}

/** $VISUAL, else $EDITOR, else the editor that every system of the kind has. */
export function editorArgv(env: Env, platform: NodeJS.Platform = process.platform): string[] {
  for (const variable of ["VISUAL", "EDITOR"]) {
    const argv = splitCommand(env[variable] ?? "", `$${variable}`);
    if (argv.length > 0) return argv;
  }
  return [platform === "win32" ? "notepad" : "vi"];
}

function editorFailed(what: string, { keptIn }: { keptIn: string | null }): PkmError {
  const kept = keptIn === null ? "nothing was changed" : `your text is kept in ${keptIn}`;
  return new PkmError("failed", `${what}; ${kept}`);
}
