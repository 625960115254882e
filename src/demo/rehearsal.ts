// A throw-away home with a feed server beside it, in which command lines run through the whole program.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { demoPaths, serveDemoFeeds } from "./feed-server.ts";

/** What one command line printed and ended with. */
export interface Played {
  status: number;
  stdout: string;
  stderr: string;
}

/** Runs one command line in `home`; the program itself, given by whoever wires it. */
export type Play = (argv: readonly string[], home: string) => Promise<Played>;

export interface Rehearsal {
  /** The throw-away folder everything lies in. */
  home: string;
  /** The addresses to add: the first is a page that names its feed. */
  addresses: readonly string[];
  play(argv: readonly string[]): Promise<Played>;
  /** Stops the server and takes the folder away. */
  close(): Promise<void>;
}

export async function openRehearsal(play: Play): Promise<Rehearsal> {
  const home = await makeHome(join(tmpdir(), "pkm-demo"));
  const server = await serveDemoFeeds();
  return {
    home,
    addresses: demoPaths.map((path) => server.origin + path),
    play: (argv) => play(argv, home),
    async close() {
      await server.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** So that two runs print the same paths; where the name is taken, whoever has it, a new one is made. */
async function makeHome(preferred: string): Promise<string> {
  try {
    await mkdir(preferred, { mode: 0o700 });
    return preferred;
  } catch {
    return mkdtemp(`${preferred}-`);
  }
}
