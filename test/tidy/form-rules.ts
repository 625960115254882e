// Rules on the form of a file: size, name, opening sentence, signatures, comments.
import type { Rule } from "./rule.ts";
import { bareCode, codeLineCount } from "./source.ts";

export const formRules: readonly Rule[] = [
  {
    name: "a file has at most 300 lines of code",
    concerns: /\.(?:ts|js)$/,
    violations: (file) => (codeLineCount(file) > 300 ? [`has ${codeLineCount(file)}`] : []),
    broken: [{ path: "src/base/a.ts", text: "a();\n".repeat(301) }],
    kept: [{ path: "src/base/a.ts", text: `${"a();\n\n// b\n".repeat(300)}/*\n${"c\n".repeat(50)}*/` }],
  },
  {
    name: "a file is no barrel",
    concerns: /\.ts$/,
    violations: (file) => {
      const code = bareCode(file);
      const rest = code.replace(/\b(?:import|export)\s[^;="]*?from\s*"";?/g, "").trim();
      const isBarrel = rest === "" && /\bexport\b/.test(code);
      return [
        ...(isBarrel || /\bexport\s*\*/.test(code) ? ["only hands on what other files export"] : []),
        ...(/(?:^|\/)index\.ts$/.test(file.path) ? ["is named index"] : []),
      ];
    },
    broken: [
      { path: "src/seek/all.ts", text: '// All.\nexport { a } from "./a.ts";\nexport type { B } from "./b.ts";' },
      { path: "src/seek/all.ts", text: 'export * from "./a.ts";\nconst b = 1;' },
      { path: "src/seek/index.ts", text: "export const a = 1;" },
    ],
    kept: [
      { path: "src/channels/all.ts", text: 'import { a } from "./a.ts";\nexport const all = [a];' },
      { path: "src/main.ts", text: 'import { a } from "./a.ts";\na();' },
    ],
  },
  {
    name: "a name is kebab-case and says what is in it",
    concerns: /./,
    violations: ({ path }) =>
      path.split("/").flatMap((part) => {
        const stem = part.replace(/(?:\.test)?\.[a-z]+$/, "");
        if (/^(?:utils?|helpers?|common|types?|misc|shared|lib)$/.test(stem)) return [`is named ${stem}`];
        return /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(stem) ? [] : [`${part} is not kebab-case`];
      }),
    broken: [
      { path: "src/seek/utils.ts", text: "" },
      { path: "src/helpers/a.ts", text: "" },
      { path: "test/seek/types.test.ts", text: "" },
      { path: "src/seek/feedReader.ts", text: "" },
      { path: "src/Seek/a.ts", text: "" },
    ],
    kept: [
      { path: "src/seek/media-types.ts", text: "" },
      { path: "src/store/migrations/0001-foundation.sql", text: "" },
    ],
  },
  {
    name: "a file opens with a sentence on what it is for",
    concerns: /^(?:src|bin|test)\/.*\.(?:ts|js|sql)$/,
    violations: ({ text }) => {
      const opening = /^(?:(?:\/\/|--) [^\n]*\n)+/.exec(text.replace(/^#![^\n]*\n/, ""))?.[0] ?? "";
      const sentence = opening.replaceAll(/^(?:\/\/|--) /gm, "").trim();
      return /^(?:[A-Z"]|pkm\b)[\s\S]+\.$/.test(sentence) ? [] : ["does not"];
    },
    broken: [
      { path: "src/seek/a.ts", text: 'import { b } from "./b.ts";\n' },
      { path: "src/seek/a.ts", text: "// helpers\n" },
      { path: "src/store/migrations/0002-a.sql", text: "create table a (b);\n" },
    ],
    kept: [
      { path: "src/seek/a.ts", text: "// Picks what is due,\n// fairly.\nimport {} from './b.ts'\n" },
      { path: "bin/pkm.js", text: "#!/usr/bin/env node\n// Starts pkm.\n" },
    ],
  },
  {
    name: "an exported function takes no positional boolean",
    concerns: /^src\/.*\.ts$/,
    violations: (file) =>
      exportedSignatures(bareCode(file)).flatMap(({ name, parameters }) =>
        topLevelParts(parameters)
          .filter((part) =>
            /^[\w$?\s]+(?::\s*boolean\s*(?:\|\s*(?:null|undefined)\s*)*(?:=.*)?|=\s*(?:true|false))\s*$/s.test(part),
          )
          .map((part) => `${name}(${part.trim()})`),
      ),
    broken: [
      { path: "src/ui/a.ts", text: "export function a(b: string, isC: boolean): void {}" },
      { path: "src/ui/a.ts", text: "export async function a<T>(\n  b: string,\n  c = false,\n): Promise<void> {}" },
      { path: "src/ui/a.ts", text: "export const a = (isB: boolean): string => b;" },
      { path: "src/ui/a.ts", text: "export function a(isB?: boolean | null) {}" },
    ],
    kept: [
      {
        path: "src/ui/a.ts",
        text: "export function a({ isB }: { isB: boolean }, c: (d: boolean) => void): boolean {}",
      },
      { path: "src/ui/a.ts", text: "function a(isB: boolean): void {}" },
    ],
  },
  {
    name: "an exported function or class says what it does",
    concerns: /^src\/.*\.ts$/,
    violations: ({ text }) =>
      [...text.matchAll(/^(?<before>.*)\n(?:export (?:async )?(?:function\*?|class) (?<name>\w+))/gm)]
        .map(({ groups }) => ({ before: groups?.["before"] ?? "", name: groups?.["name"] ?? "" }))
        .filter(({ before }) => !/\*\/\s*$/.test(before) && !before.startsWith("// oxlint"))
        .filter(({ name }) => !isOverload(text, name) && !isOpener(text, name))
        .map(({ name }) => `${name} has no doc comment`),
    broken: [
      { path: "src/ui/a.ts", text: "// A.\n\nexport function a(): void {}" },
      { path: "src/ui/a.ts", text: "// A.\n\nexport class A {}" },
    ],
    kept: [
      { path: "src/ui/a.ts", text: "// A.\n\n/** Does a. */\nexport async function a(): Promise<void> {}" },
      { path: "src/store/a.ts", text: "// A.\nexport interface Tags {}\n\nexport function openTags(): Tags {}" },
    ],
  },
  {
    name: "no class is a manager of something",
    concerns: /^src\/.*\.ts$/,
    violations: (file) =>
      [...bareCode(file).matchAll(/\b(?:class|interface|type)\s+(\w*(?:Manager|Service|Factory|Helper|Util))\b/g)].map(
        ([, name]) => `${name}`,
      ),
    broken: [{ path: "src/ui/a.ts", text: "export class FeedManager {}" }],
    kept: [{ path: "src/ui/a.ts", text: "// class FeedManager\nexport interface Service1 {}" }],
  },
  {
    name: "nothing is left for later",
    concerns: /\.(?:ts|js|sql)$/,
    violations: ({ pieces, text, path }) =>
      (path.endsWith(".sql") ? [{ kind: "comment", text, line: 1 }] : pieces)
        .filter((piece) => piece.kind === "comment" && /\b(?:TODO|FIXME|XXX|HACK)\b/.test(piece.text))
        .map((piece) => `line ${piece.line}: ${piece.text.trim().slice(0, 60)}`),
    broken: [{ path: "src/ui/a.ts", text: "a(); // later: TODO\n" }],
    kept: [{ path: "src/ui/a.ts", text: 'const a = "TODO"; // mastodon\n' }],
  },
  {
    // The bundler writes letters beyond ASCII as escapes everywhere but here, and a program of other letters is one of
    // two bytes a letter: Node takes 5 ms longer to read it, at every start.
    name: "a regular expression is written in ASCII",
    concerns: /^src\/.*\.ts$/,
    violations: ({ pieces }) =>
      pieces
        .filter(({ kind, text }) => kind === "regex" && /[^\0-\x7f]/.test(text))
        .map(({ line, text }) => `line ${line}: ${text}`),
    broken: [{ path: "src/base/a.ts", text: "const end = /\u2026$/;" }],
    kept: [{ path: "src/base/a.ts", text: 'const end = /\\u2026$/; // \u2026\nconst cut = "\u2026";' }],
  },
];

/** Only the last of several signatures of one name carries no comment of its own. */
function isOverload(text: string, name: string): boolean {
  return text.split(new RegExp(`^export (?:async )?function ${name}\\b`, "m")).length > 2;
}

/** openTags opens the Tags that the same file describes member by member. */
function isOpener(text: string, name: string): boolean {
  return name.startsWith("open") && new RegExp(`^export interface ${name.slice("open".length)}\\b`, "m").test(text);
}

function exportedSignatures(code: string): { name: string; parameters: string }[] {
  const heads =
    /\bexport\s+(?:async\s+)?(?:function\*?\s+(?<name>\w+)|const\s+(?<constant>\w+)[^=;]*=\s*(?:async\s*)?(?=[(<]))/g;
  return [...code.matchAll(heads)].flatMap((head) => {
    const open = code.indexOf("(", head.index + head[0].length);
    const parameters = open === -1 ? "" : bracketed(code, open);
    return [{ name: head.groups?.["name"] ?? head.groups?.["constant"] ?? "", parameters }];
  });
}

/** What stands inside the bracket that opens at `open`. */
function bracketed(code: string, open: number): string {
  let depth = 0;
  for (let at = open; at < code.length; at += 1) {
    if (/[([{]/.test(code.charAt(at))) depth += 1;
    if (/[)\]}]/.test(code.charAt(at))) depth -= 1;
    if (depth === 0) return code.slice(open + 1, at);
  }
  return code.slice(open + 1);
}

function topLevelParts(parameters: string): string[] {
  const parts: string[] = [""];
  let depth = 0;
  for (const character of parameters.replaceAll("=>", "")) {
    if (/[([{<]/.test(character)) depth += 1;
    if (/[)\]}>]/.test(character)) depth -= 1;
    if (character === "," && depth === 0) parts.push("");
    else parts.push((parts.pop() ?? "") + character);
  }
  return parts;
}
