// Secret references: where they are read, what is refused, how one is replaced, and that no error repeats one.
import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import assert from "node:assert/strict";
import { emptyFolder } from "../empty-folder.ts";
import { PkmError } from "../../src/base/errors.ts";
import { thisProcess } from "../../src/base/process.ts";
import { replaceSecret, resolveSecret } from "../../src/machine/secret.ts";

const canary = "CANARY-sesame-7";

function refused(act: () => unknown, pattern: RegExp, kind = "credentials"): void {
  assert.throws(act, (thrown) => {
    assert.ok(thrown instanceof PkmError, String(thrown));
    assert.equal(thrown.kind, kind, thrown.message);
    assert.match(thrown.message, pattern);
    assert.ok(thrown.mend.length > 0, "a refusal names its mend");
    assert.doesNotMatch([thrown.message, ...thrown.mend].join(), new RegExp(canary));
    return true;
  });
}

test("a secret is read from the environment, a file, or a program", (t) => {
  const own = emptyFolder(t);
  const file = join(own, "token");
  writeFileSync(file, `${canary}\nsecond line\n`, { mode: 0o600 });
  assert.equal(resolveSecret("env:PASS", { PASS: canary }), canary);
  assert.equal(resolveSecret(`file:${file}`, {}), canary);
  assert.equal(resolveSecret(`cmd:head -n 1 ${file}`, {}), canary);
  assert.equal(resolveSecret(`cmd:printf '%s two' "${canary}"`, {}), `${canary} two`);
  refused(() => resolveSecret("env:PASS", {}), /env:PASS is empty or not set/);
  refused(() => resolveSecret("env:PASS", { PASS: "" }), /empty/);
  refused(() => resolveSecret(`cmd:cat ${file} ${own}/no`, {}), /program cat failed/);
  refused(() => resolveSecret(canary, {}), /env:NAME, file:PATH, cmd:PROGRAM or keyring/, "usage");
});

test("a secret file that others may read, in a folder that others may look into, or that is a link, is refused", (t) => {
  const own = emptyFolder(t);
  const file = join(own, "token");
  writeFileSync(file, canary);
  for (const mode of [0o640, 0o604, 0o660, 0o644]) {
    chmodSync(file, mode);
    refused(() => resolveSecret(`file:${file}`, {}), /others may read/);
  }
  chmodSync(file, 0o600);
  for (const mode of [0o750, 0o705, 0o711]) {
    chmodSync(own, mode);
    refused(() => resolveSecret(`file:${file}`, {}), /others may look into/);
  }
  chmodSync(own, 0o700);
  assert.equal(resolveSecret(`file:${file}`, {}), canary);
  symlinkSync(file, join(own, "link"));
  refused(() => resolveSecret(`file:${join(own, "link")}`, {}), /not a plain file/);
  refused(() => resolveSecret(`file:${own}`, {}), /not a plain file/);
  refused(() => resolveSecret(`file:${join(own, "none")}`, {}), /cannot be read/);
});

test("a secret file is replaced in one step, and never by nothing", (t) => {
  const own = emptyFolder(t);
  const file = join(own, "secrets", "token");
  replaceSecret(`file:${file}`, "first");
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(statSync(join(own, "secrets")).mode & 0o777, 0o700);
  replaceSecret(`file:${file}`, canary);
  assert.equal(resolveSecret(`file:${file}`, {}), canary);
  refused(() => replaceSecret(`file:${file}`, " \n"), /empty/, "usage");
  assert.equal(resolveSecret(`file:${file}`, {}), canary, "an empty one does not wipe out a good one");
  const [here] = thisProcess().split("-");
  writeFileSync(`${file}.${here}-2147483646-1.tmp`, "of a run that was killed");
  replaceSecret(`file:${file}`, canary);
  assert.deepEqual(readdirSync(join(own, "secrets")), ["token"], "no draft stays behind");
  chmodSync(join(own, "secrets"), 0o755);
  refused(() => replaceSecret(`file:${file}`, "next"), /others may look into/);
  chmodSync(join(own, "secrets"), 0o700);
  symlinkSync(file, join(own, "secrets", "link"));
  refused(() => replaceSecret(`file:${join(own, "secrets", "link")}`, "next"), /not a plain file/);
  refused(() => replaceSecret("env:PASS", canary), /not in env/, "usage");
  refused(() => replaceSecret("cmd:pass", canary), /not in cmd/, "usage");
});

test("the keyring is given two seconds, whatever it does", () => {
  const started = performance.now();
  refused(() => resolveSecret("keyring:pkm-test/none", {}), /keyring/);
  assert.ok(performance.now() - started < 20_000, "it came back");
  refused(() => resolveSecret("keyring:pkm", {}), /keyring:SERVICE\/NAME/, "usage");
});

test("channel secret takes it from standard input, and it stands nowhere but in its file", (t) => {
  const home = emptyFolder(t);
  const file = join(home, "keys", "list");
  const program = new URL("../transcripts/pkm.ts", import.meta.url).pathname;
  const pkm = (argv: readonly string[], input = ""): ReturnType<typeof spawnSync> =>
    spawnSync(process.execPath, [program, "--home", home, ...argv], {
      input,
      encoding: "utf8",
      env: { PATH: process.env["PATH"], LIST: canary },
    });
  const put = pkm(["channel", "secret", `file:${file}`], `${canary}\n`);
  assert.equal(put.status, 0, String(put.stderr));
  assert.equal(readFileSync(file, "utf8"), `${canary}\n`);
  const wrong = pkm(["channel", "secret", canary], canary);
  assert.equal(wrong.status, 2);
  pkm(["community", "add", "Circle"]);
  const mail = ["--to", "a@b.example", "--from", "me@b.example", "--smtp", "smtps://me@localhost:1"];
  for (const secret of [`file:${file}`, "env:LIST"]) {
    const set = pkm(["community", "channel", "Circle", "mail", "--exposure", "closed", ...mail, "--secret", secret]);
    assert.equal(set.status, 0, String(set.stderr));
  }
  mkdirSync(join(home, "notes"), { recursive: true });
  writeFileSync(join(home, "notes", "a.md"), "---\nid: n2k9\n---\n# A\n\nText.\n");
  const outputs = [
    put,
    wrong,
    pkm(["share", "stage", "a.md", "--with", "Circle"]),
    pkm(["share", "send", "a.md", "--debug"]),
    pkm(["share", "log", "--json"]),
    pkm(["community", "show", "Circle", "--json"]),
    pkm(["doctor"]),
    pkm(["undo", "--list", "--json"]),
    pkm(["export", "--as", "all"]),
    pkm(["backup", "--out", join(home, "copy.backup")]),
  ].map(({ stdout, stderr }) => String(stdout) + String(stderr));
  assert.match(outputs[3] ?? "", /refused|reach|ECONN/i, "the send was tried");
  assert.ok(existsSync(join(home, "copy.backup")), "there is a backup to look into");
  assert.match(outputs[8] ?? "", /env:LIST/, "the export says where the secret is");
  for (const output of outputs) assert.doesNotMatch(output, new RegExp(canary));
  let looked = 0;
  for (const name of filesUnder(home).filter((path) => path !== file)) {
    assert.ok(!readFileSync(name).includes(canary), name);
    looked += 1;
  }
  assert.ok(looked >= 2, "store and note were looked at");
});

function filesUnder(home: string): readonly string[] {
  if (!existsSync(home)) return [];
  return execFileSync("find", [home, "-type", "f"], { encoding: "utf8" }).trim().split("\n");
}
