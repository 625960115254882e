// Resolves secret references: config and store hold only where a secret is, never the secret.
import { lstatSync, readFileSync } from "node:fs";
import { PkmError, reasonOf } from "./base/errors.ts";

const commandTimeoutMs = 20_000;
/** Group and world bits of a file mode. */
const othersMode = 0o077;

/**
 * The secret that `reference` names: `env:NAME`, `file:PATH` (first line; refused when others may read it) or
 * `cmd:PROGRAM ARG…` (first line of its output; run without a shell). Throws PkmError("credentials"), which never
 * carries the secret.
 */
export function resolveSecret(reference: string, env: Readonly<Record<string, string | undefined>>): string {
  const [scheme = "", ...rest] = reference.split(":");
  const target = rest.join(":");
  const value =
    scheme === "env"
      ? env[target]
      : scheme === "file"
        ? fromFile(target)
        : scheme === "cmd"
          ? fromCommand(target)
          : null;
  if (value === null)
    throw new PkmError("usage", `a secret is env:NAME, file:PATH or cmd:PROGRAM, not ${scheme}:…`, {
      hint: "pkm help files",
    });
  const [line = ""] = (value ?? "").split(/\r?\n/);
  if (line === "")
    throw new PkmError("credentials", `the secret ${reference} is empty or not set`, {
      hint: secretHint(scheme, target),
    });
  return line;
}

function fromFile(path: string): string {
  try {
    const { mode } = lstatSync(path);
    if ((mode & othersMode) !== 0 && process.platform !== "win32") {
      throw new PkmError("credentials", `others may read the secret file ${path}`, { hint: `chmod 600 ${path}` });
    }
    return readFileSync(path, "utf8");
  } catch (thrown) {
    if (thrown instanceof PkmError) throw thrown;
    throw new PkmError("credentials", `the secret file ${path} cannot be read: ${reasonOf(thrown)}`, {
      hint: `ls -l ${path}`,
      cause: thrown,
    });
  }
}

function fromCommand(line: string): string {
  const [program = "", ...args] = line.split(" ").filter((word) => word !== "");
  try {
    // Loaded here because it costs every start 4 ms and few runs need it.
    return process.getBuiltinModule("node:child_process").execFileSync(program, args, {
      encoding: "utf8",
      timeout: commandTimeoutMs,
      stdio: ["ignore", "pipe", "inherit"],
    });
  } catch {
    // The program's own words and output could hold the secret, so neither stands in the message.
    throw new PkmError("credentials", `the secret program ${program} failed`, { hint: line });
  }
}

function secretHint(scheme: string, target: string): string {
  if (scheme === "env") return `export ${target}=…`;
  return scheme === "file" ? `ls -l ${target}` : target;
}
