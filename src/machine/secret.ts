// Resolves secret references: config and store hold only where a secret is, never the secret.
import { splitCommand } from "../base/command-words.ts";
import { PkmError } from "../base/errors.ts";
import { readSecretFile, replaceSecretFile } from "./secret-file.ts";
import { readKeyring, replaceInKeyring } from "./secret-keyring.ts";

const commandTimeoutMs = 20_000;

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The secret that `reference` names: `env:NAME`, `file:PATH` (first line; refused when others may read it),
 * `cmd:PROGRAM ARG…` (first line of its output; run without a shell) or `keyring:SERVICE/NAME`. Throws
 * PkmError("credentials"), which never carries the secret.
 */
export function resolveSecret(reference: string, env: Env): string {
  const { scheme, target } = parted(reference);
  const [line = ""] = (valueOf({ scheme, target }, env) ?? "").split(/\r?\n/);
  if (line !== "") return line;
  throw new PkmError("credentials", `the secret ${reference} is empty or not set`, {
    hint: secretHint(scheme, target),
  });
}

/**
 * Puts another secret where `reference` says, in one step. Throws PkmError("usage") for an empty one, which would wipe
 * out a good one, and for a place that is not pkm's to write to.
 */
export function replaceSecret(reference: string, secret: string): void {
  const { scheme, target } = parted(reference);
  if (secret.trim() === "") {
    throw new PkmError("usage", "the secret is empty: what is kept there stays", {
      hint: `pkm channel secret ${reference} < FILE`,
    });
  }
  if (scheme === "file") return replaceSecretFile(target, secret);
  if (scheme === "keyring") return replaceInKeyring(target, secret);
  throw new PkmError("usage", `pkm can put a secret in file:PATH or keyring:SERVICE/NAME, not in ${scheme}:…`, {
    hint: secretHint(scheme, target),
  });
}

/** Secrets as commands reach them. */
export function openSecrets(env: Env): {
  secret(reference: string): string;
  keepSecret(reference: string, secret: string): void;
} {
  return { secret: (reference) => resolveSecret(reference, env), keepSecret: replaceSecret };
}

interface Parted {
  scheme: string;
  target: string;
}

function parted(reference: string): Parted {
  const [scheme = "", ...rest] = reference.split(":");
  return { scheme, target: rest.join(":") };
}

function valueOf({ scheme, target }: Parted, env: Env): string | undefined {
  switch (scheme) {
    case "env":
      return env[target];
    case "file":
      return readSecretFile(target);
    case "cmd":
      return fromCommand(target);
    case "keyring":
      return readKeyring(target);
    default:
      // The rest is left out: it may be the secret itself.
      throw new PkmError("usage", "a secret is env:NAME, file:PATH, cmd:PROGRAM or keyring:SERVICE/NAME", {
        hint: "pkm help files",
      });
  }
}

function fromCommand(line: string): string {
  const [program = "", ...args] = splitCommand(line, "cmd:");
  try {
    // Loaded here because it costs every start 4 ms and few runs need it.
    return process.getBuiltinModule("node:child_process").execFileSync(program, args, {
      encoding: "utf8",
      timeout: commandTimeoutMs,
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    // The program's own words and output could hold the secret, so neither stands in the message.
    throw new PkmError("credentials", `the secret program ${program} failed`, { hint: line });
  }
}

function secretHint(scheme: string, target: string): string {
  if (scheme === "env") return `export ${target}=…`;
  return scheme === "cmd" ? target : `pkm channel secret ${scheme}:${target} < FILE`;
}
