// Runs a command in a real pseudo-terminal (util-linux `script`) and types answers into it.
import { spawn } from "node:child_process";

export interface PtyRun {
  /** A shell command line. */
  command: string;
  columns?: number;
  rows?: number;
  env?: Readonly<Record<string, string>>;
  /** Each is typed once `after` has been printed since the one before. */
  answers?: readonly { after: string; type: string }[];
}

export interface PtyEnd {
  /** Everything that was shown, carriage returns taken out. */
  shown: string;
  status: number | null;
}

export const probePath: string = new URL("probe.ts", import.meta.url).pathname;

/** The command line that runs the probe with the Node that runs the tests. */
export function probe(...words: string[]): string {
  return [process.execPath, probePath, ...words].map((word) => `'${word}'`).join(" ");
}

export function runInPty({ command, columns = 80, rows = 24, env = {}, answers = [] }: PtyRun): Promise<PtyEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn("script", ["-qec", `stty cols ${columns} rows ${rows}; exec ${command}`, "/dev/null"], {
      env: { ...process.env, ...env },
      stdio: ["pipe", "pipe", "inherit"],
    });
    const waiting = [...answers];
    let shown = "";
    let seen = 0;
    child.on("error", reject);
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      shown += chunk;
      for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
        const at = shown.indexOf(next.after, seen);
        if (at === -1) return;
        seen = at + next.after.length;
        child.stdin.write(next.type);
        waiting.shift();
      }
    });
    child.on("close", (status) => {
      child.stdin.destroy();
      resolve({ shown: shown.replaceAll("\r", ""), status });
    });
  });
}
