// Rules on what a file may reach for: imports, input and output, SQL, HTTP, the console.
import { posix } from "node:path";
import { folderOf, folders, isArrow } from "./arrows.ts";
import type { Rule } from "./rule.ts";
import { bareCode } from "./source.ts";

const ioModules =
  /^(?:node:)?(?:fs|fs\/promises|net|tls|http|https|http2|dgram|dns|dns\/promises|child_process|worker_threads|process|os|readline|readline\/promises|tty|cluster)$|^(?:better-sqlite3|undici|nodemailer)(?:\/|$)/;
const httpModules = /^(?:node:)?(?:http|https|http2)$|^undici(?:\/|$)/;
/** As SQL is written by habit; a template is cut at ${, so a keyword may stand alone. */
const sqlInCapitals =
  /^\s*(?:SELECT|WITH|INSERT|REPLACE|UPDATE|DELETE|CREATE|DROP|ALTER|PRAGMA|VACUUM|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|ATTACH|EXPLAIN)(?=\s|$)/;
/** In small letters only what no English sentence opens with. */
const sqlInAnyCase =
  /^\s*(?:insert\s+(?:or\s+\w+\s+)?into|replace\s+into|update\s+\S+\s+set|delete\s+from|(?:create|drop)\s+(?:(?:unique|virtual|temp|temporary)\s+)?(?:table|index|view|trigger)|alter\s+table|pragma\s+\w+\s*(?:[=(;]|$)|select\s+(?:\*|\w+\()[\s\S]*\bfrom)(?=\W|$)/i;

function isSql(text: string): boolean {
  // Alone it is a method of HTTP.
  if (text === "DELETE") return false;
  return sqlInCapitals.test(text) || sqlInAnyCase.test(text);
}

function resolved(from: string, specifier: string): string {
  return posix.join(posix.dirname(from), specifier);
}

export const reachRules: readonly Rule[] = [
  {
    name: "an import follows the arrows, and names its file in plain words",
    concerns: /^src\/.*\.ts$/,
    violations: ({ path, imports }) =>
      imports.flatMap(({ specifier, isType, line }) => {
        if (specifier === null) return [`line ${line}: import() of something that is no plain string`];
        if (!specifier.startsWith(".")) return [];
        const to = resolved(path, specifier);
        return isArrow({ from: path, to, isType }) ? [] : [`line ${line}: imports ${to}`];
      }),
    broken: [
      { path: "src/people/a.ts", text: 'import { b } from "../seek/b.ts";' },
      { path: "src/base/a.ts", text: 'import type { B } from "../people/b.ts";' },
      { path: "src/cli/seek/a.ts", text: 'const b = await import("../../store/b.ts");' },
      { path: "src/cli/seek/a.ts", text: 'import type { B } from "../../net/b.ts";' },
      { path: "src/cli/context.ts", text: 'import { b } from "../store/b.ts";' },
      { path: "src/net/a.ts", text: 'import {\n  b,\n} from "../seek/b.ts";' },
      { path: "src/net/a.ts", text: 'import { type B, c } from "../seek/b.ts";' },
      { path: "src/channels/mail/a.ts", text: 'export { b } from "../site/b.ts";' },
      { path: "src/channels/mail/a.ts", text: 'import "../all.ts";' },
      { path: "src/ui/a.ts", text: 'import { b } from "../main.ts";' },
      { path: "src/term/a.ts", text: "const b = await import(name);" },
      { path: "src/new/a.ts", text: 'import { b } from "../base/b.ts";' },
    ],
    kept: [
      { path: "src/share/a.ts", text: 'import { b } from "../people/b.ts";\nimport { c } from "./c.ts";' },
      { path: "src/cli/context.ts", text: 'import type { B } from "../store/b.ts";' },
      { path: "src/net/a.ts", text: 'import { type B, type C } from "../seek/b.ts";' },
      { path: "src/channels/all.ts", text: 'export const load = () => import("./mail/b.ts");' },
      { path: "src/channels/mail/a.ts", text: 'import { b } from "../settings.ts";' },
      { path: "src/world.ts", text: 'const b = await import("./store/b.ts");' },
      { path: "src/ui/a.ts", text: '// import { b } from "../store/b.ts";\nconst c = `import d from "../net/d.ts"`;' },
    ],
  },
  {
    name: "a pure folder does no input or output",
    concerns: new RegExp(
      // base/hash.ts and base/html-names.ts load what they need when they need it, and base/process.ts asks the system
      // whether the writer of a file still runs. base/sync.ts makes what was written last, base/take-name.ts names it.
      `^src/(?!base/(?:hash|html-names|process|sync|take-name)\\.ts$)(?:${Object.keys(folders)
        .filter((name) => folders[name]?.isPure)
        .join("|")})/.*\\.ts$`,
    ),
    violations: (file) => [
      ...file.imports
        .filter(({ specifier }) => specifier !== null && ioModules.test(specifier))
        .map(({ specifier, line }) => `line ${line}: imports ${specifier}`),
      ...[...bareCode(file).matchAll(/(?<![.\w])process\.\w+/g)].map(([name]) => `uses ${name}`),
    ],
    broken: [
      { path: "src/formats/a.ts", text: 'import { readFileSync } from "node:fs";' },
      { path: "src/seek/a.ts", text: "export const a = process.env;" },
    ],
    kept: [{ path: "src/base/a.ts", text: 'import { createHash } from "node:crypto";\n// process.env\n' }],
  },
  {
    name: "SQL stands under store/ alone",
    concerns: /^src\/(?!store\/).*\.ts$/,
    violations: ({ pieces, imports }) => [
      ...pieces
        .filter((piece) => piece.kind === "text" && isSql(piece.text))
        .map((piece) => `line ${piece.line}: ${piece.text.trim().slice(0, 40)}`),
      ...imports
        .filter(({ specifier }) => specifier === "better-sqlite3")
        .map(({ line }) => `line ${line}: imports the driver`),
    ],
    broken: [
      { path: "src/cli/a.ts", text: 'db.prepare("SELECT id FROM item")' },
      { path: "src/cli/a.ts", text: "db.exec(`\n  insert into item values (1)`)" },
      { path: "src/cli/a.ts", text: "db.exec('delete from item')" },
      { path: "src/cli/a.ts", text: "db.exec(`UPDATE ${name} SET a = 1`)" },
      { path: "src/cli/a.ts", text: 'db.pragma("PRAGMA user_version")' },
      { path: "src/cli/a.ts", text: 'db.exec("select count(*) from item")' },
      { path: "src/cli/a.ts", text: 'db.exec("create virtual table t using fts5(x)")' },
      { path: "src/cli/a.ts", text: 'import Database from "better-sqlite3";' },
    ],
    kept: [
      {
        path: "src/cli/a.ts",
        text: 'const a = "update a source"; const b = "select items from a list"; const c = "with care";',
      },
      {
        path: "src/cli/a.ts",
        text: 'const a = "create a note"; const b = "explain a word"; // SELECT 1'.replace(
          "delete from",
          "delete it from",
        ),
      },
      { path: "src/cli/a.ts", text: "const a = /SELECT x/;" },
    ],
  },
  {
    name: "HTTP is asked for under net/ alone",
    concerns: /^src\/(?!net\/).*\.ts$/,
    violations: (file) => [
      ...file.imports
        .filter(({ specifier }) => specifier !== null && httpModules.test(specifier))
        .filter(({ specifier }) => !(folderOf(file.path) === "demo" && specifier === "node:http"))
        .map(({ specifier, line }) => `line ${line}: imports ${specifier}`),
      ...[...bareCode(file).matchAll(/(?:\b(?:await|return|void)\s|[=(,>?:&|[]\s*|\bglobalThis\.)fetch\s*\(/g)].map(
        () => "calls fetch()",
      ),
      ...(folderOf(file.path) === "demo" &&
      /\bhttp\.(?:get|request)\b|\{[^}]*\b(?:get|request)\b[^}]*\} from ""/.test(bareCode(file))
        ? ["the demo asks for HTTP instead of answering"]
        : []),
    ],
    broken: [
      { path: "src/cli/a.ts", text: 'import { request } from "undici";' },
      { path: "src/channels/site/a.ts", text: 'const http = await import("node:https");' },
      { path: "src/term/a.ts", text: "const a = await fetch(url);" },
      { path: "src/term/a.ts", text: "const a = () => fetch(url);" },
      { path: "src/demo/a.ts", text: 'import { get } from "node:http";' },
    ],
    kept: [
      { path: "src/demo/a.ts", text: 'import { createServer } from "node:http";' },
      {
        path: "src/seek/a.ts",
        text: "export interface Web {\n  fetch(request: string): void;\n}\nconst b = web.fetch(x);",
      },
    ],
  },
  {
    name: "console and process.exit stand in main alone",
    concerns: /^src\/(?!main\.ts$).*\.ts$/,
    violations: (file) =>
      [...bareCode(file).matchAll(/(?<![.\w])(?:console\.\w+|process\.(?:exit|abort)\b|process\[)/g)].map(
        ([name]) => `uses ${name}`,
      ),
    broken: [
      { path: "src/term/a.ts", text: 'console.error("x");' },
      { path: "src/term/a.ts", text: "process.exit(1);" },
    ],
    kept: [{ path: "src/term/a.ts", text: 'process.exitCode = 1; // console.log\nconst a = "console.log";' }],
  },
];
