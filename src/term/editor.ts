// Lets the person write in their own editor.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PkmError } from "../base/errors.ts";
import { splitCommand } from "../base/command-words.ts";
import { runInForeground } from "./child.ts";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The text as the person left it, or null when they left it unchanged or empty. The file is 0600 in a 0700
 * folder and goes away, unless the editor failed after it was changed: then the error names where the text is kept.
 */
export async function editText(
  text: string,
  { env, extension }: { env: Env; extension: string },
): Promise<string | null> {
  const argv = editorArgv(env);
  const folder = mkdtempSync(join(tmpdir(), "pkm-"));
  chmodSync(folder, 0o700);
  const path = join(folder, `text${extension}`);
  let isKept = false;
  try {
    writeFileSync(path, text, { mode: 0o600, flag: "wx" });
    const end = await runInForeground({ role: "editor", argv: [...argv, path], input: null });
    const written = readFileSync(path, "utf8");
    const isChanged = written !== text && written.trim() !== "";
    if (end.status !== 0) {
      isKept = isChanged;
      throw editorFailed(argv[0] ?? "", end.signal ?? `status ${end.status}`, isKept ? path : null);
    }
    return isChanged ? written : null;
  } finally {
    if (!isKept) rmSync(folder, { recursive: true, force: true });
  }
}

/** $VISUAL, else $EDITOR, else the editor that every system of the kind has. */
export function editorArgv(env: Env, platform: NodeJS.Platform = process.platform): string[] {
  for (const variable of ["VISUAL", "EDITOR"]) {
    const argv = splitCommand(env[variable] ?? "", `$${variable}`);
    if (argv.length > 0) return argv;
  }
  return [platform === "win32" ? "notepad" : "vi"];
}

function editorFailed(program: string, end: string, keptPath: string | null): PkmError {
  const kept = keptPath === null ? "nothing was changed" : `your text is kept in ${keptPath}`;
  return new PkmError("failed", `the editor ${program} ended with ${end}; ${kept}`);
}
