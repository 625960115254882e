// A real terminal to play a screen in: tmux with a server of its own, driven by keys and read as lines.
import { spawnSync } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import type { TestContext } from "node:test";

/** Why there is no terminal to be had; null where tmux is installed. */
export const tmuxIsMissing: string | null =
  spawnSync("tmux", ["-V"]).status === 0 ? null : "tmux is not installed, so no screen was played";

export interface Tmux {
  /** Types keys as tmux names them: "j", "Enter", "C-c". */
  keys(...keys: readonly string[]): void;
  /** Types text as it stands. */
  type(text: string): void;
  resize(columns: number, rows: number): void;
  /** The screen once it shows `wanted`; fails with the screen after 15 s. */
  until(wanted: RegExp): Promise<string>;
  screen(): string;
  /** The screen with each line that the terminal itself broke as one. */
  unbroken(): string;
  modes(): { isAlternate: boolean; hasCursor: boolean; wraps: boolean };
}

/** Opens a shell with `env` on a screen of its own, which goes away with the test. */
export function openTmux(t: TestContext, { columns, rows, env, inside }: Wanted): Tmux {
  const socket = `pkm-test-${process.pid}-${Math.random().toString(36).slice(2)}`;
  // Only the first call starts a server; it stays where it was started.
  const enter = inside === undefined ? [] : ["nsenter", "--target", String(inside), "--net", "--mount"];
  const tmux = (...args: readonly string[]): string => {
    const [program = "", ...rest] = [...enter, "tmux", "-L", socket, ...args];
    const { status, stdout, stderr } = spawnSync(program, rest, { encoding: "utf8" });
    if (status !== 0) throw new Error(`tmux ${args.join(" ")}: ${stderr}`);
    return stdout;
  };
  const set = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const size = ["-x", String(columns), "-y", String(rows)];
  const shell = ["env", "-i", ...set, "bash", "--noprofile", "--norc", "-i"];
  tmux("-u", "-f", "/dev/null", "new-session", "-d", ...size, ...shell);
  t.after(() => void spawnSync("tmux", ["-L", socket, "kill-server"]));
  const screen = (): string => tmux("capture-pane", "-p");
  return {
    keys: (...keys) => void tmux("send-keys", ...keys),
    type: (text) => void tmux("send-keys", "-l", "--", text),
    resize: (width, height) => void tmux("resize-window", "-x", String(width), "-y", String(height)),
    screen,
    unbroken: () => tmux("capture-pane", "-p", "-J"),
    modes() {
      const flags = tmux("display-message", "-p", "#{alternate_on} #{cursor_flag} #{wrap_flag}").trim().split(" ");
      const [isAlternate, hasCursor, wraps] = flags.map((flag) => flag === "1");
      return { isAlternate: isAlternate === true, hasCursor: hasCursor === true, wraps: wraps === true };
    },
    async until(wanted) {
      const end = performance.now() + 15_000;
      let shown = screen();
      while (!wanted.test(shown)) {
        if (performance.now() > end) throw new Error(`${wanted} never came; the screen is\n${shown}`);
        await wait(50);
        shown = screen();
      }
      return shown;
    },
  };
}

interface Wanted {
  columns: number;
  rows: number;
  env: Readonly<Record<string, string>>;
  /** A process whose network and mounts are the shell's too; left out, those of the test. */
  inside?: number;
}
