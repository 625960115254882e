// Secrets in files: only where nobody else can read them, and replaced in one step.
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { syncFolder } from "../base/sync.ts";
import { PkmError, reasonOf } from "../base/errors.ts";
import { shellWord } from "../base/shell-word.ts";
import { clearLeftovers, draftPathOf } from "../store/leftovers.ts";

/** Group and world bits of a file mode. */
const othersMode = 0o077;

/**
 * What the file holds. Throws PkmError("credentials") unless it is a plain file that only its owner can read, in a
 * folder that only its owner can look into.
 */
export function readSecretFile(path: string): string {
  try {
    refuseUnlessOwn(path);
    return readFileSync(path, "utf8");
  } catch (thrown) {
    throw credentials(thrown, `the secret file ${path} cannot be read`, `ls -l ${shellWord(path)}`);
  }
}

/** Puts the secret in the place of what the file held, in one step; the folder is made where it is missing. */
export function replaceSecretFile(path: string, secret: string): void {
  const target = resolve(path);
  const folder = dirname(target);
  const draft = draftPathOf(target);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    refuseOpenFolder(folder);
    if (lstatSync(target, { throwIfNoEntry: false })?.isFile() === false) throw notAFile(path);
    clearLeftovers(target);
    write(draft, secret);
    renameSync(draft, target);
    syncFolder(folder);
  } catch (thrown) {
    rmSync(draft, { force: true });
    throw credentials(thrown, `the secret file ${path} cannot be written`, `ls -ld ${shellWord(folder)}`);
  }
}

function write(draft: string, secret: string): void {
  // "wx": what stands there under this name, a link even, is not ours to write to.
  const file = openSync(draft, "wx", 0o600);
  try {
    fchmodSync(file, 0o600);
    writeSync(file, `${secret}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function refuseUnlessOwn(path: string): void {
  const stats = lstatSync(path);
  if (!stats.isFile()) throw notAFile(path);
  if (process.platform === "win32") return;
  if ((stats.mode & othersMode) !== 0) {
    throw new PkmError("credentials", `others may read the secret file ${path}`, {
      hint: `chmod 600 ${shellWord(path)}`,
    });
  }
  refuseOpenFolder(dirname(resolve(path)));
}

function refuseOpenFolder(folder: string): void {
  if (process.platform === "win32" || (lstatSync(folder).mode & othersMode) === 0) return;
  throw new PkmError("credentials", `others may look into the folder of secrets ${folder}`, {
    hint: `chmod 700 ${shellWord(folder)}`,
  });
}

function notAFile(path: string): PkmError {
  return new PkmError("credentials", `the secret file ${path} is not a plain file`, {
    hint: `ls -l ${shellWord(path)}`,
  });
}

function credentials(thrown: unknown, told: string, hint: string): PkmError {
  if (thrown instanceof PkmError) return thrown;
  return new PkmError("credentials", `${told}: ${reasonOf(thrown)}`, { hint, cause: thrown });
}
