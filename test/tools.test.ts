// The tools that hold the house hold it still: what they are set to is asserted, so that a rule is not dropped unseen.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { exitStatus } from "../src/base/errors.ts";
import { folderOf } from "./tidy/arrows.ts";
import { codeLineCount, pathsBelow, readSource, top } from "./tidy/source.ts";

function json(name: string): Readonly<Record<string, unknown>> {
  return fieldsOf(JSON.parse(readFileSync(top + name, "utf8")));
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  assert.ok(typeof value === "object" && value !== null);
  return Object.fromEntries(Object.entries(value));
}

/** What a rule is set to, without its options. */
function levelOf(rule: unknown): unknown {
  return Array.isArray(rule) ? rule[0] : rule;
}

test("the compiler is as strict as it can be", () => {
  const options = fieldsOf(json("tsconfig.json")["compilerOptions"]);
  const on = [
    ..."strict noUncheckedIndexedAccess exactOptionalPropertyTypes noImplicitOverride noImplicitReturns".split(" "),
    ..."noFallthroughCasesInSwitch noPropertyAccessFromIndexSignature noUnusedLocals noUnusedParameters".split(" "),
    ..."noUncheckedSideEffectImports erasableSyntaxOnly verbatimModuleSyntax isolatedDeclarations".split(" "),
    "rewriteRelativeImportExtensions",
  ];
  assert.deepEqual(
    on.filter((name) => options[name] !== true),
    [],
  );
  assert.deepEqual(json("tsconfig.json")["include"], ["src", "test"]);
});

test("the linter refuses what the house refuses, everywhere and with nothing but the named exceptions", () => {
  const config = json(".oxlintrc.json");
  const rules = fieldsOf(config["rules"]);
  const refused = [
    ..."max-lines max-lines-per-function max-params no-console no-empty no-eval no-var eqeqeq".split(" "),
    ..."no-warning-comments typescript/no-explicit-any typescript/no-non-null-assertion".split(" "),
    ..."typescript/consistent-type-assertions typescript/ban-ts-comment typescript/no-floating-promises".split(" "),
    ..."typescript/no-misused-promises typescript/no-unsafe-assignment typescript/no-unsafe-argument".split(" "),
    ..."typescript/no-unsafe-call typescript/no-unsafe-member-access typescript/no-unsafe-return".split(" "),
    ..."typescript/only-throw-error typescript/switch-exhaustiveness-check typescript/no-extraneous-class".split(" "),
    ..."import/no-default-export import/no-cycle oxc/no-barrel-file unicorn/filename-case unicorn/no-process-exit".split(
      " ",
    ),
    "unicorn/no-abusive-eslint-disable",
  ];
  assert.deepEqual(
    refused.filter((name) => levelOf(rules[name]) !== "error"),
    [],
  );
  const sizes = ["max-lines", "max-lines-per-function", "max-params"].map((name) => JSON.stringify(rules[name]));
  assert.match(sizes.join(), /"max":300,.*"max":60,.*"max":3\}/);
  assert.equal(fieldsOf(config["options"])["reportUnusedDisableDirectives"], "error");
  assert.match(JSON.stringify(rules["typescript/consistent-type-assertions"]), /"assertionStyle":"never"/);
  assert.deepEqual(config["ignorePatterns"], ["dist/**", "test/fixtures/**"]);
  const overrides = Object.values(fieldsOf(config["overrides"])).map((each) => {
    const { files, rules: own } = fieldsOf(each);
    const off = Object.entries(fieldsOf(own)).filter(([, level]) => levelOf(level) === "off");
    return `${JSON.stringify(files)}: ${off.map(([name]) => name).join(" ")}`;
  });
  assert.deepEqual(
    overrides.filter((line) => line.startsWith('["src/')),
    ['["src/main.ts"]: no-console'],
  );
});

test("every exception from a lint rule says why", () => {
  const files = [...pathsBelow("src"), ...pathsBelow("test"), ...pathsBelow("bin")];
  const marks = files.flatMap((path) =>
    readFileSync(top + path, "utf8")
      .split("\n")
      .filter((line) => /^\s*(?:\/\/|\/\*) oxlint-disable/.test(line))
      .map((line) => `${path}: ${line.trim()}`),
  );
  assert.ok(marks.length > 3, "none was found");
  assert.deepEqual(
    marks.filter((mark) => !/oxlint-disable(?:-next-line)? \S+ -- \S+ \S+/.test(mark)),
    [],
  );
});

test("npm test runs the formatter, the linter, the compiler, knip for both, and publint", () => {
  const scripts = fieldsOf(json("package.json")["scripts"]);
  const check = String(scripts["check"]);
  for (const part of ["oxfmt --check", "npm run lint", "npm run types", "npm run unused", "publint"])
    assert.ok(check.includes(part), part);
  assert.match(String(scripts["lint"]), /oxlint --type-aware --deny-warnings/);
  assert.equal(scripts["unused"], "knip && knip --production");
  assert.match(String(scripts["test"]), /^npm run check && /);
});

test("dependencies are pinned to one version each, and no registry's address stands in the lock file", () => {
  const { dependencies, devDependencies, optionalDependencies, engines } = json("package.json");
  const pinned = [dependencies, devDependencies, optionalDependencies].flatMap((each) =>
    Object.entries(fieldsOf(each)),
  );
  assert.ok(pinned.length > 20);
  assert.deepEqual(
    pinned.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(String(version))),
    [],
  );
  assert.equal(fieldsOf(engines)["node"], ">=22.22.2");
  assert.doesNotMatch(readFileSync(`${top}package-lock.json`, "utf8"), /"resolved":/);
});

test("exit statuses are what scripts rely on: none is ever given another number", () => {
  assert.deepEqual(exitStatus, {
    failed: 1,
    usage: 2,
    config: 2,
    "not-found": 3,
    "not-yet": 3,
    credentials: 4,
    partial: 5,
    "try-later": 75,
    interrupted: 130,
  });
});

test("half of the files are shorter than 90 lines, and no room is a single file", () => {
  const files = pathsBelow("src").filter((path) => path.endsWith(".ts"));
  const counts = files.map((path) => codeLineCount(readSource(path))).toSorted((a, b) => a - b);
  assert.ok(counts.length > 100);
  assert.ok(
    (counts[Math.floor(counts.length / 2)] ?? 0) <= 90,
    `the median is ${counts[Math.floor(counts.length / 2)]}`,
  );
  const rooms = Map.groupBy(files.map(folderOf), (name) => name);
  for (const [name, inside] of rooms) assert.ok(inside.length > 1, name);
});
