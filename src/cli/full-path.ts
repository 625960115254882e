// Paths as they are typed here, made whole: a cron line runs in another folder.
import { isAbsolute, resolve } from "node:path";
import { splitCommand } from "../base/command-words.ts";
import { PkmError } from "../base/errors.ts";
import { originOf, programScheme } from "../seek/source.ts";

/** The path from the root on. Throws PkmError("usage") for one that begins with a ~, which is the shell's to open out. */
export function fullPath(path: string): string {
  if (!path.startsWith("~")) return resolve(path);
  throw new PkmError("usage", `your shell did not open out the ~ in ${path}`, { hint: `"$HOME${path.slice(1)}"` });
}

/**
 * The command with the path of its program from the root on; a bare name is looked for on the PATH, as a shell would.
 * Throws PkmError("config") for a quote that is not closed, and as fullPath does.
 */
export function fullCommand(command: string, named: string): string {
  const [program = "", ...args] = splitCommand(command, named);
  if (!program.includes("/") || isAbsolute(program)) return command;
  return [fullPath(program), ...args].map(quoted).join(" ");
}

/** The address of a source with the path of its program, where it is one, from the root on. Throws as fullCommand does. */
export function fullSource(typed: string): string {
  if (originOf(typed) !== "program") return typed;
  return programScheme + fullCommand(typed.slice(programScheme.length), programScheme);
}

function quoted(word: string): string {
  return /^[^\s"'\\]+$/.test(word) ? word : `"${word.replace(/["\\]/g, String.raw`\$&`)}"`;
}
