// What README shows of pkm at work: the last act of the demo, as it was just played. Run alone it writes README anew.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { run } from "../../src/main.ts";
import { captureTerminal } from "../../src/term/captured.ts";

const readme = new URL("../../README.md", import.meta.url);
const shown = /(?<=<!-- made by npm run capture -->\n\n```\n)(.*?)(?=```\n)/s;

/** The trace that ends the demo, with the line that asks for it. */
export async function capturedTrace(): Promise<string> {
  const terminal = captureTerminal(80);
  const env = { HOME: "/nowhere", PATH: process.env["PATH"], NO_COLOR: "1" };
  await run(["demo", "--plain"], { env, clock: { now: () => new Date() }, terminal, version: "0.0.0" });
  const { stdout } = terminal.written();
  const from = stdout.indexOf("$ pkm trace ");
  if (from === -1) throw new Error(`the demo showed no trace:\n${stdout}`);
  const lines = stdout.slice(from).split("\n\n")[0] ?? "";
  return `${lines
    .split("\n")
    .map((line) => line.replace(/^ {2}/, ""))
    .join("\n")}\n`;
}

/** The trace as README has it; empty where there is none. */
export function traceInReadme(): string {
  return shown.exec(readFileSync(readme, "utf8"))?.[1] ?? "";
}

/** Without ids, days and ports, which are others in each run, and with each thing on one line however long its id is. */
export function masked(trace: string): string {
  return trace
    .replaceAll(/\b[a-z][0-9bcdfghjkmnpqrstvwxz]{3,5}\b(?=\s|\/|-v|\.html|$)/g, (word) =>
      /\d/.test(word) ? "ID" : word,
    )
    .replaceAll(/\n {14,}(?! |\w+ ID)/g, " ")
    .replaceAll(/\d{4}-\d\d-\d\d/g, "DAY")
    .replaceAll(/pkm-demo(?:-\w+)?/g, "pkm-demo");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const trace = await capturedTrace();
  writeFileSync(
    readme,
    readFileSync(readme, "utf8").replace(shown, () => trace),
  );
}
