// Where test servers are installed, and what starts and stops them.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A folder of the cache, outside of the tree; made where it is missing. */
export function cacheFolder(name: string): string {
  const base = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  const folder = join(base, "pkm-test-servers", name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Starts a program whose words go to nobody; hands back how it is ended, by its pid. */
export function startProgram(
  file: string,
  args: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv; uid?: number; gid?: number },
): { process: ChildProcess; stop: () => Promise<void> } {
  const child = spawn(file, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.resume();
  child.stderr.resume();
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  return {
    process: child,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Waits until the address answers anything at all; throws when it does not in time. */
export async function untilUp(url: string, withinMs: number): Promise<void> {
  const until = Date.now() + withinMs;
  for (;;) {
    try {
      await fetch(url);
      return;
    } catch (thrown) {
      if (Date.now() > until) throw new Error(`nothing answers at ${url}`, { cause: thrown });
      await sleep(50);
    }
  }
}

/** Asks again where a kept connection turned out to be dead: small servers end theirs after every answer. */
export async function ask(url: string, init: RequestInit = {}): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await fetch(url, init);
    } catch (thrown) {
      if (tries === 5) throw thrown;
      await sleep(50 * tries);
    }
  }
}

/** A port of the loopback interface that nobody listens on. */
export function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((done) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = address === null || typeof address === "string" ? 0 : address.port;
      server.close(() => done(port));
    });
  });
}
