// A commit of what was published, in the repository that the site's folder lies in: our files alone, in the person's name.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { plainLine } from "../../base/plain.ts";

const timeoutMs = 60_000;
const run = promisify(execFile);
/** What git hands on to its hooks and aliases of the repository that it works in: from there pkm would commit to that one. */
const ofAnother =
  /^GIT_(?:DIR|WORK_TREE|IMPLICIT_WORK_TREE|COMMON_DIR|INDEX_FILE|PREFIX|(?:ALTERNATE_)?OBJECT_DIRECTOR(?:Y|IES))$/;

/**
 * Commits these files of the folder, those that are gone too, and nothing else that is staged or changed there. Null when
 * it was done or nothing had changed; else, in words, why it was not. Runs git without a shell, with the person's own
 * identity and hooks.
 */
export async function commitFiles(dir: string, files: readonly string[], message: string): Promise<string | null> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofAnother.test(name)));
  const git = (...args: string[]): Promise<{ stdout: string }> =>
    run("git", ["-C", dir, ...args], { env, timeout: timeoutMs, maxBuffer: 1_048_576, windowsHide: true });
  try {
    const { stdout: known } = await git("ls-files", "--cached", "--others", "--", ...files);
    const { stdout: gone } = await git("ls-files", "--deleted", "--", ...files);
    const names = [...new Set([...known.split("\n"), ...gone.split("\n")])].filter((name) => files.includes(name));
    if (names.length === 0) return null;
    await git("add", "--all", "--", ...names);
    const { stdout: changed } = await git("diff", "--cached", "--name-only", "--", ...names);
    if (changed.trim() === "") return null;
    await git("commit", "--quiet", "--only", `--message=${message}`, "--", ...names);
    return null;
  } catch (thrown) {
    return `not committed: ${reasonOf(thrown)}`;
  }
}

/** git's own last words; without git, the system's. */
function reasonOf(thrown: unknown): string {
  const said = thrown instanceof Error && "stderr" in thrown ? String(thrown.stderr) : "";
  const lines = said.split("\n").filter((line) => line.trim() !== "");
  const word = lines.find((line) => /^(?:fatal|error):/.test(line)) ?? lines[0];
  return plainLine(word ?? (thrown instanceof Error ? thrown.message : String(thrown)));
}
