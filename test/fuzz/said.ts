// What must hold of whatever pkm says, however hostile the input that it speaks of.
import { inHome, type Ran } from "../cli/in-home.ts";
import type { Examined } from "./target.ts";

/** C0 but tab and line feed, C1, DEL, and the marks that reorder text. */
const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/;
const statuses = new Set([0, 1, 2, 3, 4, 5, 75]);

/** What does not hold of what a command line answered; `isJson` where it was asked with --json. */
export function* saidComplaints({ status, stdout, stderr }: Ran, { isJson }: { isJson: boolean }): Generator<string> {
  if (!statuses.has(status)) yield `ends with ${status}`;
  if (/bug in pkm/.test(stderr)) yield `calls itself wrong: ${stderr.slice(0, 400)}`;
  // The cron law: words on stderr if and only if it did not end well.
  if ((status === 0) !== (stderr === "")) yield `ends with ${status} and says ${JSON.stringify(stderr.slice(0, 200))}`;
  for (const [stream, text] of [
    ["stdout", stdout],
    ["stderr", stderr],
  ] as const) {
    const found = unsafe.exec(text)?.[0];
    if (found !== undefined) yield `writes the character ${found.charCodeAt(0)} to ${stream}`;
    if (!text.isWellFormed()) yield `writes half a character to ${stream}`;
  }
  if (!isJson) return;
  if (status === 0 && !isParsed(stdout)) yield `answers what is no JSON: ${stdout.slice(0, 200)}`;
  if (status !== 0 && status !== 5 && !isParsed(stderr)) yield `fails with what is no JSON: ${stderr.slice(0, 200)}`;
}

/** Runs a command line and judges what it says. */
export async function told(
  home: string,
  argv: readonly string[],
  input: string | Uint8Array = "",
): Promise<Ran & Examined> {
  const ran = await inHome(home, argv, { input });
  // Behind two dashes it is a word like any other.
  const end = argv.indexOf("--");
  const isJson = argv.slice(0, end === -1 ? undefined : end).includes("--json");
  const complaints = [...saidComplaints(ran, { isJson })].map((complaint) => `pkm ${argv[0] ?? ""} ${complaint}`);
  return { ...ran, complaints, outcome: ran.status === 0 ? "done" : `refused with ${ran.status}` };
}

function isParsed(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
