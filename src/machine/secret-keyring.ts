// Secrets in the keyring of the desktop: asked by a program of its own, which is ended when the keyring says nothing.
import { createRequire } from "node:module";
import { PkmError } from "../base/errors.ts";

/** A keyring without a desktop never answers. */
const probeMs = 2_000;
const library = "@napi-rs/keyring";

/** What the keyring keeps under "SERVICE/NAME"; empty when it keeps nothing. Throws PkmError("credentials"). */
export function readKeyring(place: string): string {
  return ask(place, "process.stdout.write(entry.getPassword() ?? '')", "");
}

/** Keeps the secret under "SERVICE/NAME". Throws PkmError("credentials"). */
export function replaceInKeyring(place: string, secret: string): void {
  ask(place, "entry.setPassword(require('node:fs').readFileSync(0, 'utf8'))", secret);
}

/** The secret goes in and out by pipes; the arguments only say where it is. */
function ask(place: string, action: string, input: string): string {
  const [service = "", ...rest] = place.split("/");
  const name = rest.join("/");
  if (service === "" || name === "") {
    throw new PkmError("usage", `a secret in the keyring is keyring:SERVICE/NAME, not keyring:${place}`, {
      hint: "pkm help files",
    });
  }
  const script = `const { Entry } = require(process.argv[1]); const entry = new Entry(process.argv[2], process.argv[3]); ${action}`;
  try {
    return process
      .getBuiltinModule("node:child_process")
      .execFileSync(process.execPath, ["-e", script, "--", libraryPath(), service, name], {
        input,
        encoding: "utf8",
        timeout: probeMs,
        killSignal: "SIGKILL",
        stdio: ["pipe", "pipe", "ignore"],
      });
  } catch (thrown) {
    if (thrown instanceof PkmError) throw thrown;
    // What went wrong inside could repeat the secret, so it does not stand in the message.
    throw new PkmError("credentials", `the keyring did not give or take keyring:${place} within ${probeMs / 1000} s`, {
      hint: "pkm help files",
    });
  }
}

function libraryPath(): string {
  try {
    return createRequire(import.meta.url).resolve(library);
  } catch (thrown) {
    throw new PkmError("credentials", `the keyring can not be asked: ${library} is not installed`, {
      hint: `npm install --global ${library}`,
      cause: thrown,
    });
  }
}
