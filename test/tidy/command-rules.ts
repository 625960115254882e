// Rules on commands, on the words of errors, and on what tests may stand on.
import type { Rule } from "./rule.ts";
import { bareCode, type Piece, type SourceFile } from "./source.ts";

const ioModules =
  /^(?:node:)?(?:fs|fs\/promises|net|tls|http|https|http2|dgram|dns|child_process|worker_threads|process|os|tty|readline)(?:$|\/)/;
/** The beginning of a command line, up to a place for a word. */
const copiedCommand =
  /(?:^|: )(?:pkm [a-z]|(?:ls|chmod|rm|mv|cp|file|wc|split|less|cat|df|iconv) )[^\n]*[ =]$|EDITOR:-vi\} [^\n]*$/;
const fileName = /^(?:\w+\.)?(?:path|file|out|folder|root|log|target|stateDir|dirname\(\w+\))$/;
const modes = new Set(["human", "plain", "json", "jsonl", "ids"]);

export const commandRules: readonly Rule[] = [
  {
    name: "a command reaches the world through its Context alone, and never prints",
    // version.ts reads the package's own name and number, before there is a Context.
    concerns: /^src\/cli\/(?!version\.ts$).*\.ts$/,
    violations: (file) => [
      ...file.imports
        .filter(({ specifier, isType }) => !isType && specifier !== null && ioModules.test(specifier))
        .map(({ specifier, line }) => `line ${line}: imports ${specifier}`),
      ...[...bareCode(file).matchAll(/(?<![.\w])process\.\w+/g)].map(([name]) => `uses ${name}`),
    ],
    broken: [
      { path: "src/cli/a.ts", text: 'import { writeFileSync } from "node:fs";' },
      { path: "src/cli/a.ts", text: 'process.stdout.write("x");' },
      { path: "src/cli/a.ts", text: "const a = process.env;" },
    ],
    kept: [
      {
        path: "src/cli/a.ts",
        text: 'import { resolve } from "node:path";\nimport { setTimeout } from "node:timers/promises";',
      },
      { path: "src/cli/a.ts", text: "const a = context.env; // process.env" },
    ],
  },
  {
    name: "a command answers the same Report in every form of output",
    // export.ts writes a document to stdout as it is, but inside of JSON where that is asked for; demo.ts shows its lines one
    // by one, and import-reading.ts its progress, to who looks on. No other tells these apart.
    concerns: /^src\/cli\/(?!care\/(?:export|demo|import-reading)\.ts$|call\.ts$).*\.ts$/,
    violations: (file) =>
      comparedWith(file, modes).map(({ line, text }) => `line ${line}: asks whether it is for ${text}`),
    broken: [
      { path: "src/cli/a.ts", text: 'if (flags.mode === "json") return b;' },
      { path: "src/cli/a.ts", text: 'const a = mode !== "human" ? b : c;' },
    ],
    kept: [
      { path: "src/cli/a.ts", text: 'const a = form === "json"; const b = "json";' },
      { path: "src/cli/a.ts", text: "if (context.flags.mode === other) return b;" },
    ],
  },
  {
    name: "a command to copy quotes the name of a file, which may be of anybody's choosing",
    // formats/ tells nobody what to type.
    concerns: /^src\/(?!formats\/).*\.ts$/,
    violations: ({ pieces }) =>
      pieces.flatMap((piece, at) => {
        const leadsUp = piece.kind === "text" && copiedCommand.test(piece.text);
        const next = pieces[at + 1];
        return leadsUp && next?.kind === "code" && fileName.test(next.text)
          ? [`line ${next.line}: ${piece.text}\${${next.text}}`]
          : [];
      }),
    broken: [
      { path: "src/cli/a.ts", text: "const a = { hint: `ls -l ${path}` };" },
      { path: "src/cli/a.ts", text: "const a = `pkm restore ${file} --yes`;" },
      { path: "src/vault/a.ts", text: "const a = `pkm sense edit ${note.path}`;" },
      { path: "src/store/a.ts", text: "const a = `ls -ld ${dirname(file)}`;" },
    ],
    kept: [
      { path: "src/cli/a.ts", text: "const a = `ls -l ${shellWord(path)}`;" },
      { path: "src/cli/a.ts", text: "const a = `pkm ${path} --help`; const b = `written to ${out}`;" },
    ],
  },
  {
    name: "an error's message begins in lower case and ends without a full stop",
    concerns: /^src\/.*\.ts$/,
    violations: ({ pieces }) =>
      pieces.flatMap((piece, at) => {
        const kind = pieces[at - 1];
        const isMessage = /^,\s*$/.test(piece.kind === "code" ? piece.text : "") && kind?.kind === "text";
        const opens = /new PkmError\(\s*$/.test(pieces[at - 2]?.text ?? "");
        const message = pieces[at + 1];
        if (!isMessage || !opens || message?.kind !== "text") return [];
        const first = /^[A-Z][a-z]/.test(message.text) && !/^(?:OPML|Matrix|JSON|OR|HOME)\b/.test(message.text);
        const isWhole = /^\s*[,)]/.test(pieces[at + 2]?.text ?? "");
        return [
          ...(first ? [`line ${message.line}: begins in upper case: ${message.text.slice(0, 40)}`] : []),
          ...(isWhole && /[^.]\.$/.test(message.text)
            ? [`line ${message.line}: ends in a full stop: ${message.text.slice(-40)}`]
            : []),
        ];
      }),
    broken: [
      { path: "src/net/a.ts", text: 'throw new PkmError("failed", "No feed there", { hint });' },
      {
        path: "src/net/a.ts",
        text: 'throw new PkmError(\n  "failed",\n  `the feed ${a} is gone.`,\n);'.replace("${a} ", ""),
      },
    ],
    kept: [
      { path: "src/net/a.ts", text: 'throw new PkmError("failed", "there is no feed", { hint: "Some.Thing." });' },
      { path: "src/net/a.ts", text: 'throw new PkmError("failed", `${place} says: no`);' },
      { path: "src/net/a.ts", text: 'throw new Error("This is a bug.");' },
    ],
  },
  {
    name: "what can be run for real is not played by a mock",
    concerns: /^test\/.*\.ts$/,
    violations: (file) =>
      file.imports.some(({ specifier }) => specifier === "node:test") && /\bmock\b/.test(importClause(file))
        ? ["imports mock from node:test"]
        : [],
    broken: [{ path: "test/net/a.test.ts", text: 'import { mock, test } from "node:test";' }],
    kept: [{ path: "test/net/a.test.ts", text: 'import { test } from "node:test";\n// no mock\nconst a = "mock";' }],
  },
  {
    name: "the text of the project names no place of one machine",
    concerns: /^(?:src|test|bin)\//,
    violations: ({ text }) =>
      text
        .split("\n")
        .flatMap((line, at) => (machinePath.test(line) ? [`line ${at + 1}: ${line.trim().slice(0, 60)}`] : [])),
    broken: [{ path: "test/a.ts", text: `const a = "/${"work"}/b";` }],
    kept: [{ path: "test/a.ts", text: 'const a = "/usr/sbin/postfix"; const b = "network/rooted/x";' }],
  },
];

// Put together here, so that this very line names none.
const machinePath = new RegExp(`(?<![\\w.])/(?:${["work", "root"].join("|")})/`);

/** Texts that the code compares with something called a mode. */
function comparedWith({ pieces }: SourceFile, wanted: ReadonlySet<string>): readonly Piece[] {
  return pieces.filter(
    (piece, at) =>
      piece.kind === "text" && wanted.has(piece.text) && /\bmode\s*[!=]==?\s*$/.test(pieces[at - 1]?.text ?? ""),
  );
}

/** What stands in the braces of the import from node:test. */
function importClause({ text }: SourceFile): string {
  return /import\s*\{([^}]*)\}\s*from\s*"node:test"/.exec(text)?.[1] ?? "";
}
