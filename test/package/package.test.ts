// The package as npm would publish it: what is in it, how large it is, and that it runs from an empty folder.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { installed, npm, pack } from "./packed.ts";

const folder = mkdtempSync(join(tmpdir(), "pkm-package-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const mayBeInIt = [
  /^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md)$/,
  /^bin\/(?:pkm|kept-code)\.js$/,
  /^dist\/bundle\/(?:main|reading-thread)\.cjs$/,
  /^dist\/man\/pkm[\w-]*\.1$/,
  /^src\/store\/migrations\/\d{4}-[\w-]+\.sql$/,
  /^src\/demo\/(?:feeds|packs)\/[\w-]+\.(?:xml|html|opml)$/,
];

const packed = pack(folder);

test("the package holds what runs, its words and its licence, and nothing else", (t) => {
  const paths = packed.files.map(({ path }) => path);
  assert.deepEqual(
    paths.filter((path) => !mayBeInIt.some((pattern) => pattern.test(path))),
    [],
  );
  for (const needed of [
    "bin/kept-code.js",
    "bin/pkm.js",
    "dist/bundle/main.cjs",
    "dist/bundle/reading-thread.cjs",
    "dist/man/pkm.1",
    "src/store/migrations/0001-foundation.sql",
  ]) {
    assert.ok(paths.includes(needed), needed);
  }
  const kB = (bytes: number): string => `${Math.round(bytes / 1000)} kB`;
  t.diagnostic(`${paths.length} files, ${kB(packed.size)} packed, ${kB(packed.unpackedSize)} unpacked`);
});

/** The Node of that version, from the registry. */
function nodeOf(version: string): string {
  const home = join(folder, `node-${version}`);
  mkdirSync(home);
  writeFileSync(join(home, "package.json"), '{ "private": true, "allowScripts": { "node": true } }');
  npm(["install", "--no-audit", "--no-fund", `node@${version}`], home);
  return join(home, "node_modules", "node", "bin", "node");
}

test("installed from its tarball it runs in an empty home on Node 22 and 24", (t) => {
  const program = installed(folder, packed);
  const dependencies = readdirSync(join(program, "../../..")).filter((name) => !name.startsWith("."));
  t.diagnostic(`${dependencies.length} folders in node_modules`);
  const nodes: readonly (readonly [string, string])[] = [
    ["24", process.execPath],
    ["22", nodeOf("22.22.2")],
  ];
  for (const [major, node] of nodes) {
    const home = join(folder, `home-${major}`);
    mkdirSync(home);
    const run = (...args: readonly string[]): { status: number | null; stdout: string; stderr: string } =>
      spawnSync(node, [program, ...args], { env: { HOME: home, PATH: "/usr/bin:/bin" }, encoding: "utf8" });
    assert.match(execFileSync(node, ["--version"], { encoding: "utf8" }), new RegExp(`^v${major}\\.`));
    const demo = run("demo");
    assert.equal(`${demo.status} ${demo.stderr}`, "0 ", `on Node ${major}`);
    assert.match(demo.stdout, /The chain, from the feed to the post/);
    assert.equal(run("init", "--yes").status, 0);
    assert.equal(run("doctor").status, 0);
    t.diagnostic(`Node ${major}: demo, init and doctor run`);
  }
});
