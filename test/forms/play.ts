// Plays a session four times over one staged world, once for each form of output, and lays the answers side by side.
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { splitCommand } from "../../src/base/command-words.ts";
import { run } from "../../src/main.ts";
import { clockAt, dateNotes, type Form, formEnv, forms, layOut, terminalFor } from "./stage.ts";

/** More of an answer than this is only counted: what is golden is its form. */
const linesMax = 14;
const unitsMax = 160;
/** Paths are as long on every machine, so that lines break where they do here. */
const homeUnits = 64;

export interface Answer {
  form: Form;
  status: number;
  /** As written, escapes and all. */
  stdout: string;
  stderr: string;
}

export interface Played {
  /** The session as it was just played, in the form of the file. */
  text: string;
  /** Each shown command line with its answers. */
  shown: readonly { line: string; answers: readonly Answer[] }[];
}

interface Line {
  /** "$" is shown, ">" sets the stage. */
  sign: string;
  command: string;
  typed: readonly string[];
}

/**
 * Plays the lines of `script`: `$ command` is shown in every form, `> command` only sets the stage, and `< text` below one
 * is what the person types there. Comments stay; answers in it are ignored.
 */
export async function playForms(script: string, proxy: string): Promise<Played> {
  const lines = linesOf(script);
  const columns: (readonly Answer[])[] = [];
  for (const form of forms) columns.push(await playForm(form, lines, proxy));
  const answers = lines.map((_, at) => columns.flatMap((column) => column.slice(at, at + 1)));
  let at = 0;
  const text: string[] = [];
  for (const row of script.split("\n")) {
    if (row.startsWith("#")) text.push(row);
    if (!/^[$>] /.test(row)) continue;
    text.push(row, ...(lines[at]?.typed ?? []).map((each) => `< ${each}`.trimEnd()));
    if (lines[at]?.sign === "$") text.push(...answerLines(answers[at] ?? []));
    at += 1;
  }
  const shown = lines.flatMap(({ sign, command }, index) =>
    sign === "$" ? [{ line: command, answers: answers[index] ?? [] }] : [],
  );
  return { text: `${text.join("\n").trimEnd()}\n`, shown };
}

function linesOf(script: string): readonly Line[] {
  const lines: Line[] = [];
  for (const row of script.split("\n")) {
    if (/^[$>] /.test(row)) lines.push({ sign: row.slice(0, 1), command: row.slice(2), typed: [] });
    const last = lines.at(-1);
    if (row.startsWith("<") && last !== undefined)
      lines[lines.length - 1] = { ...last, typed: [...last.typed, row.slice(1).trim()] };
  }
  return lines;
}

/** Every line in one home and one form. */
async function playForm(form: Form, lines: readonly Line[], proxy: string): Promise<readonly Answer[]> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "pkm-forms-")));
  const home = join(folder, "h".repeat(Math.max(1, homeUnits - folder.length - 1)));
  mkdirSync(home, { mode: 0o700 });
  layOut(home);
  process.chdir(home);
  const giveBack = countedIds();
  const answers: Answer[] = [];
  const beganMs = Date.now();
  try {
    for (const [at, line] of lines.entries()) {
      const terminal = terminalFor(form, line.typed);
      const argv = [...(form === "--json" ? ["--json"] : []), ...splitCommand(line.command, "the session").slice(1)];
      const env = { PKM_HOME: home, HOME: home, http_proxy: proxy, ...formEnv[form] };
      const status = await run(argv, { env, clock: clockAt(at), terminal, version: "0.0.0" });
      const { stdout, stderr } = terminal.written();
      const now = clockAt(at).now();
      dateNotes(home, { sinceMs: beganMs - 1000, now });
      const mask = (text: string): string => masked(text, { home, proxy, beganMs, now });
      if (line.sign === ">" && status !== 0) throw new Error(`the stage could not be set: ${line.command}\n${stderr}`);
      answers.push({ form, status, stdout: mask(stdout), stderr: mask(stderr) });
    }
  } finally {
    giveBack();
    process.chdir(tmpdir());
    rmSync(folder, { recursive: true, force: true });
  }
  return answers;
}

/** Ids without a seed are drawn from crypto.randomUUID: here it counts, the same in every form. Call the answer to end it. */
function countedIds(): () => void {
  const real = crypto.randomUUID;
  let count = 0;
  crypto.randomUUID = () => `00000000-0000-4000-8000-${String((count += 1)).padStart(12, "0")}`;
  return () => (crypto.randomUUID = real);
}

interface Unlike {
  home: string;
  proxy: string;
  beganMs: number;
  now: Date;
}

const demoHome = new RegExp(`${join(tmpdir(), "pkm-demo")}(?:-\\w+)?`, "g");

/** What differs from machine to machine. A file is written at the real time, whatever the clock says. */
function masked(text: string, { home, proxy, beganMs, now }: Unlike): string {
  const isReal = (ms: number): boolean => ms >= beganMs - 60_000 && ms <= Date.now();
  // A path that a column cut short.
  const isOfHome = (path: string): boolean => home.startsWith(path) || path.startsWith(home);
  return (
    text
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (instant) => (isReal(Date.parse(instant)) ? now.toISOString() : instant))
      .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d/g, (minute) =>
        isReal(Date.parse(`${minute}Z`)) ? now.toISOString().slice(0, 16).replace("T", " ") : minute,
      )
      .replaceAll(/(?<=\s|\/\/)(\/[^\s…]*)…/g, (whole, path: string) => (isOfHome(path) ? "{home}…" : whole))
      .replaceAll(home, "{home}")
      .replaceAll(process.execPath, "{node}")
      .replaceAll(process.argv[1] ?? "", "{pkm}")
      .replaceAll(proxy, "{proxy}")
      .replaceAll(/\bpkm-[0-9a-f]{8}\b/g, "pkm-{hash}")
      .replaceAll(/"tookMs": \d+/g, '"tookMs": 0')
      // Of a store, which grows with each migration.
      .replaceAll(/"bytes": \d{6,}/g, '"bytes": 0')
      .replaceAll(/"schema": \d+/g, '"schema": 0')
      .replaceAll(demoHome, "{demo-home}")
      .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, "{demo}")
      // Sources are named after their address, and so after the port.
      .replaceAll(/^( *)s[0-9a-z]{3,5}(?=  .*: \d+ new$)/gm, text.includes("http://127.0.0.1") ? "$1{id}" : "$&")
      .replaceAll(/(machine\\*":\\*")[0-9a-f]{16}/g, "$1{machine}")
      .replaceAll(/\b[0-9a-f]{64}\b/g, "{hash}")
  );
}

function answerLines(answers: readonly Answer[]): readonly string[] {
  const bodies = answers.map((answer) => ({ form: answer.form, body: bodyOf(answer) }));
  const wide = bodies.find(({ form }) => form === "80 columns")?.body.join("\n");
  return bodies.flatMap(({ form, body }) =>
    form === "60 columns" && body.join("\n") === wide ? [] : [`-- ${form}`, ...body],
  );
}

/** The lines of an answer: stdout behind two blanks, stderr behind "! ", and "? status" where it is not 0. */
function bodyOf({ form, status, stdout, stderr }: Answer): readonly string[] {
  const text = form === "--json" ? inMembers(stdout) : stripVTControlCharacters(stdout);
  return [
    ...shortened(text).map((row) => (row === "" ? "" : `  ${row}`)),
    ...shortened(stripVTControlCharacters(stderr)).map((row) => `! ${row}`),
    ...(status === 0 ? [] : [`? ${status}`]),
  ];
}

function shortened(text: string): readonly string[] {
  const rows = text.split("\n");
  if (rows.at(-1) === "") rows.pop();
  const kept =
    rows.length > linesMax ? [...rows.slice(0, linesMax - 1), `… ${rows.length - linesMax + 1} lines more`] : rows;
  return kept.map((row) => (row.length > unitsMax ? `${row.slice(0, unitsMax)}… ${row.length - unitsMax} more` : row));
}

/** One JSON value with a line for each of its members: shorter to read than as it is printed, and all of it. */
function inMembers(stdout: string): string {
  if (stdout === "") return "";
  const value: unknown = JSON.parse(stdout);
  if (Array.isArray(value))
    return value.length === 0 ? "[]" : ["[", ...value.map((each) => `  ${JSON.stringify(each)}`), "]"].join("\n");
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, each]) => `  ${name}: ${JSON.stringify(each)}`);
  return ["{", ...members, "}"].join("\n");
}
