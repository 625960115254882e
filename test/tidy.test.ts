// The rules of the house, asserted over every file, with the count of what was looked at.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { folderOf, folders } from "./tidy/arrows.ts";
import { commandRules } from "./tidy/command-rules.ts";
import { formRules } from "./tidy/form-rules.ts";
import { reachRules } from "./tidy/reach-rules.ts";
import { codeLineCount, pathsBelow, readSource, scan, sourceFile, top } from "./tidy/source.ts";

const rules = [...reachRules, ...formRules, ...commandRules];
const files = [...pathsBelow("src"), ...pathsBelow("test"), ...pathsBelow("bin")].map(readSource);

for (const rule of rules) {
  test(rule.name, () => {
    const concerned = files.filter((file) => rule.concerns.test(file.path));
    const found = concerned.flatMap((file) => rule.violations(file).map((violation) => `${file.path}: ${violation}`));
    assert.ok(concerned.length >= 20, `looked at ${concerned.length} files only`);
    assert.deepEqual(found, []);
  });

  test(`the rule can be broken: ${rule.name}`, () => {
    assert.ok(rule.broken.length > 0 && rule.kept.length > 0);
    for (const { path, text } of rule.broken) {
      assert.notDeepEqual(rule.violations(sourceFile(path, text)), [], `${path}: ${text.slice(0, 100)}`);
    }
    for (const { path, text } of rule.kept) {
      assert.deepEqual(rule.violations(sourceFile(path, text)), [], `${path}: ${text.slice(0, 100)}`);
    }
  });
}

test("the rules see what they look for: imports, SQL, comments", () => {
  const imports = files.flatMap((file) => file.imports);
  assert.ok(imports.length >= 100, `${imports.length} imports`);
  assert.ok(imports.some(({ isType }) => isType) && imports.some(({ isType }) => !isType));
  const inSource = files.filter((file) => file.path.startsWith("src/")).flatMap((file) => file.imports);
  assert.ok(inSource.filter(({ specifier }) => specifier?.startsWith(".")).length >= 50);
  const inStore = files.filter((file) => folderOf(file.path) === "store" && file.path.endsWith(".ts"));
  const sqlRule = reachRules.find((rule) => rule.name.startsWith("SQL"));
  const statements = inStore.flatMap((file) => sqlRule?.violations(file) ?? []);
  assert.ok(statements.length >= 10, `${statements.length} statements found under store/`);
});

test("every folder of src/ has its row in the table", () => {
  const present = readdirSync(`${top}src`, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  assert.deepEqual(
    present.map(({ name }) => name).filter((name) => folders[name] === undefined),
    [],
  );
  assert.ok(present.length >= 10);
  for (const { knows, knowsTypesOf = [] } of Object.values(folders)) {
    for (const name of [...knows, ...knowsTypesOf]) assert.notEqual(folders[name], undefined, name);
  }
});

test("test/ mirrors src/, and the checkout has no other folder", () => {
  const own = [
    "tidy",
    "transcripts",
    "contract",
    "fixtures",
    "bench",
    "servers",
    "package",
    "examples",
    "faults",
    "forms",
    "corpus",
    "fuzz",
    "hostile",
  ];
  const inTest = readdirSync(`${top}test`, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const strangers = inTest.map(({ name }) => name).filter((name) => folders[name] === undefined && !own.includes(name));
  assert.deepEqual(strangers, []);
  assert.ok(inTest.length > 0);
  const known = ["bin", "src", "test", "docs", "dist", "node_modules"];
  const atTop = readdirSync(top, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  assert.deepEqual(
    atTop.map(({ name }) => name).filter((name) => !name.startsWith(".") && !known.includes(name)),
    [],
  );
});

test("source is cut into code, comments, strings and regexes", () => {
  const source = 'a("b//c", /["\'`]/.test(d)); // e "f"\nconst g = `h ${i({ j: `k` })} "l`; /* m\n*/ n = o / p / "q";';
  const pieces = scan(source).filter((piece) => piece.kind !== "code");
  assert.deepEqual(
    pieces.map(({ kind, text, line }) => `${line} ${kind} ${text.trim()}`),
    [
      "1 text b//c",
      "1 regex [\"'`]/",
      '1 comment e "f"',
      "2 text h",
      "2 text k",
      '2 text "l',
      "2 comment m",
      "3 text q",
    ],
  );
  assert.equal(codeLineCount(sourceFile("a.ts", source)), 3);
});
