// The terminal port in a real pseudo-terminal, in pipes that close or crawl, and against full disks.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { probe, probePath, runInPty } from "./pty.ts";

const twoMegabytes = 2_000_000;

function shell(command: string): { status: number | null; stdout: string; stderr: string } {
  return spawnSync("bash", ["-c", command], { encoding: "utf8", maxBuffer: 8_000_000 });
}

function inFolder(use: (folder: string) => Promise<void>): () => Promise<void> {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), "pkm-test-"));
    try {
      await use(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
}

/** An executable shell script; its text sees the file to edit as the last argument. */
function program(folder: string, script: string): string {
  const path = join(folder, "program");
  writeFileSync(path, `#!/bin/bash\n${script}\n`, { mode: 0o755 });
  return path;
}

test("a terminal tells its size and that somebody is there; a pipe does not", async () => {
  const { shown, status } = await runInPty({ command: probe("size"), columns: 61, rows: 17 });
  assert.equal(status, 0);
  assert.match(shown, /\{"columns":61,"rows":17,"isInteractive":true\}/);
  const piped = shell(`${probe("size")} </dev/null | cat`);
  assert.match(piped.stderr, /\{"columns":null,"rows":null,"isInteractive":false\}/);
});

test(
  "nobody can be asked when the question would land in a file",
  inFolder(async (folder) => {
    const path = join(folder, "stderr");
    await runInPty({ command: `${probe("size")} 2>'${path}'` });
    assert.match(readFileSync(path, "utf8"), /\{"columns":80,"rows":24,"isInteractive":false\}/);
  }),
);

test("a slow reader gets all of two megabytes", () => {
  const run = shell(`${probe("write", String(twoMegabytes))} | (sleep 0.3; head -c 1000 >/dev/null; sleep 0.3; wc -c)`);
  assert.equal(Number(run.stdout), twoMegabytes - 1000);
  assert.match(run.stderr, /outcome "written"/);
});

test("a reader that leaves is success and silence", () => {
  const run = shell(`set -o pipefail; ${probe("write", String(twoMegabytes))} | head -1`);
  assert.equal(run.status, 0);
  assert.equal(run.stdout.length, 100);
  assert.equal(run.stderr, 'outcome "closed"\n');
});

test("a full disk is a failure that says so", () => {
  for (const bytes of [100, twoMegabytes]) {
    const run = shell(`${probe("write", String(bytes))} >/dev/full`);
    assert.equal(run.status, 1);
    assert.match(run.stderr, /^failed: cannot write to standard output: ENOSPC/);
  }
});

test(
  "a disk that fills half-way is a failure too",
  inFolder(async (folder) => {
    const path = join(folder, "out");
    const run = shell(`ulimit -f 500; ${probe("write", String(twoMegabytes))} >'${path}'`);
    assert.equal(statSync(path).size, 512_000);
    assert.equal(run.status, 1);
    assert.match(run.stderr, /^failed: cannot write to standard output: EFBIG/);
  }),
);

test(
  "a file gets all of two megabytes",
  inFolder(async (folder) => {
    const path = join(folder, "out");
    assert.equal(shell(`${probe("write", String(twoMegabytes))} >'${path}'`).status, 0);
    assert.equal(readFileSync(path, "utf8").split("\n").length, twoMegabytes / 100 + 1);
  }),
);

test("standard error that is closed or full takes nothing down", () => {
  assert.equal(shell(`${probe("write", "100")} 2>/dev/full`).status, 0);
  assert.equal(shell(`${probe("write", "100")} 2>&-`).status, 0);
});

test("standard input is read to its end, up to the cap", () => {
  assert.equal(shell(`head -c 300000 /dev/zero | ${probe("read", "300000")}`).stderr, "outcome 300000\n");
  const beyond = shell(`head -c 300001 /dev/zero | ${probe("read", "300000")}`);
  assert.equal(beyond.status, 1);
  assert.match(beyond.stderr, /^failed: standard input is longer than 300000 bytes/);
  assert.equal(shell(`${probe("read", "10")} <&-`).stderr, "outcome 0\n");
});

test("a question takes yes, no and return, and asks again after anything else", async () => {
  const typed = [
    { type: "y\r", outcome: true },
    { type: "YES\r", outcome: true },
    { type: "n\r", outcome: false },
    { type: "\r", outcome: false },
    { type: "\u0004", outcome: false },
  ];
  for (const { type, outcome } of typed) {
    const { shown, status } = await runInPty({
      command: probe("confirm", "Send it"),
      answers: [
        { after: "Send it [y/N] ", type: "what\r" },
        { after: "Send it [y/N] ", type },
      ],
    });
    assert.equal(status, 0);
    assert.match(shown, new RegExp(`outcome ${outcome}`));
  }
});

test("the words of a question are made plain", async () => {
  const { shown } = await runInPty({
    command: probe("confirm", "Send \u001b[2Jit"),
    answers: [{ after: "Send it [y/N] ", type: "y\r" }],
  });
  assert.match(shown, /outcome true/);
});

test("Ctrl-C at a question ends with 130", async () => {
  const { shown, status } = await runInPty({
    command: probe("confirm", "Send it"),
    answers: [{ after: "[y/N] ", type: "\u0003" }],
  });
  assert.equal(status, 130);
  assert.match(shown, /\ninterrupted: interrupted\n/);
});

test("without a terminal nothing is asked and the flag is named", () => {
  const run = shell(`yes | ${probe("confirm", "Send it")}`);
  assert.equal(run.status, 2);
  assert.equal(run.stderr, 'usage: nobody can be asked "Send it": give --yes\n');
  assert.equal(shell(`${probe("edit", "x")} </dev/null`).status, 2);
});

test(
  "the editor gets a private file and its text comes back",
  inFolder(async (folder) => {
    const editor = program(folder, `stat -c '%a' "$(dirname "$2")" "$2"; cat "$2"; printf 'new %s' "$1" >"$2"`);
    const { shown, status } = await runInPty({
      command: probe("edit", "old text"),
      env: { VISUAL: `${editor} 'two words'`, EDITOR: "false", TMPDIR: folder },
    });
    assert.equal(status, 0);
    assert.match(shown, /700\n600\nold text/);
    assert.match(shown, /outcome "new two words"/);
    assert.deepEqual(readdirSync(folder), ["program"]);
  }),
);

test(
  "a text left unchanged or emptied is none",
  inFolder(async (folder) => {
    for (const script of ["true", `: >"$1"`, `echo ' ' >"$1"`]) {
      const EDITOR = program(folder, script);
      const { shown } = await runInPty({
        command: probe("edit", "old"),
        env: { VISUAL: "", EDITOR, TMPDIR: folder },
      });
      assert.match(shown, /outcome null/);
      assert.deepEqual(readdirSync(folder), ["program"]);
    }
  }),
);

test(
  "an editor that fails says so, and what was written is kept",
  inFolder(async (folder) => {
    const env = { VISUAL: program(folder, `echo precious >"$1"; exit 3`), TMPDIR: folder };
    const { shown, status } = await runInPty({ command: probe("edit", "old"), env, columns: 400 });
    assert.equal(status, 1);
    const kept = /ended with status 3; your text is kept in (\S+)/.exec(shown)?.[1] ?? "";
    assert.equal(readFileSync(kept, "utf8"), "precious\n");
    const crash = program(folder, `echo unsaved >"$(dirname "$1")/.text.md.swp"; kill -9 $$`);
    const crashed = await runInPty({ command: probe("edit", "old"), env: { ...env, VISUAL: crash }, columns: 400 });
    const left = /your text is kept in (\S+)/.exec(crashed.shown)?.[1] ?? "";
    assert.equal(readFileSync(join(left, ".text.md.swp"), "utf8"), "unsaved\n");
    const latin = program(folder, `printf 'caf\\351' >"$1"`);
    const odd = await runInPty({ command: probe("edit", "old"), env: { ...env, VISUAL: latin }, columns: 400 });
    const [, whole = ""] = /the text is not UTF-8; your text is kept in (\S+)/.exec(odd.shown) ?? [];
    assert.deepEqual(readFileSync(whole), Buffer.from("caf\xe9", "latin1"));
    const missing = await runInPty({
      command: probe("edit", "old"),
      env: { VISUAL: "no-such-editor" },
      columns: 400,
    });
    assert.match(missing.shown, /failed: cannot start the editor no-such-editor: spawn no-such-editor ENOENT/);
  }),
);

test(
  "Ctrl-C inside the editor does not end pkm",
  inFolder(async (folder) => {
    const VISUAL = program(folder, `trap 'echo done >"$1"; exit 0' INT; echo ready; sleep 20 & wait`);
    const { shown, status } = await runInPty({
      command: probe("edit", "old"),
      env: { VISUAL, TMPDIR: folder },
      answers: [{ after: "ready", type: "\u0003" }],
    });
    assert.equal(status, 0);
    assert.match(shown, /outcome "done\\n"/);
  }),
);

test(
  "the pager is used only for what exceeds the screen",
  inFolder(async (folder) => {
    const PAGER = `${program(folder, `echo "paged $1"; wc -l; exec 0<&-`)} 'by me'`;
    const long = await runInPty({
      command: probe("page", "3000"),
      env: { PAGER },
      rows: 24,
      columns: 120,
    });
    assert.match(long.shown, /paged by me\n30\n/);
    const short = await runInPty({
      command: probe("page", "2000"),
      env: { PAGER },
      rows: 24,
      columns: 120,
    });
    assert.equal(short.shown.match(/^\.+\d+$/gm)?.length, 20);
    const piped = shell(`PAGER='${join(folder, "program")}' ${probe("page", "3000")} | wc -l`);
    assert.equal(piped.stdout.trim(), "30");
  }),
);

test(
  "a pager left early is no failure; one that is missing is done without",
  inFolder(async (folder) => {
    const early = await runInPty({
      command: probe("page", String(twoMegabytes)),
      env: { PAGER: program(folder, "true") },
    });
    assert.equal(early.status, 0);
    assert.match(early.shown, /^outcome "written"\n$/);
    const missing = await runInPty({
      command: probe("page", "3000"),
      env: { PAGER: "no-such-pager" },
      columns: 120,
    });
    assert.equal(missing.shown.match(/^\.+\d+$/gm)?.length, 30);
  }),
);

test("less is the pager when none is named", async () => {
  const env = { PATH: process.env["PATH"] ?? "", TERM: "xterm", LESS: "" };
  const { shown, status } = await runInPty({
    command: `env -u PAGER ${probe("page", "9000")}`,
    env,
    columns: 120,
    answers: [{ after: ":", type: "q" }],
  });
  assert.equal(status, 0);
  const lines = shown.match(/\.\d+/g)?.length ?? 0;
  assert.ok(lines >= 20 && lines <= 24, `${lines} lines shown of 90`);
});

test(
  "only web addresses are opened, as one argument",
  inFolder(async (folder) => {
    const log = join(folder, "log");
    writeFileSync(join(folder, "xdg-open"), `#!/bin/bash\nprintf '%s\\n' "$#" "$1" >'${log}'\n`, {
      mode: 0o755,
    });
    const env = { ...process.env, PATH: `${folder}:${process.env["PATH"]}` };
    const open = (url: string): string =>
      spawnSync(process.execPath, [probePath, "open", url], { env, encoding: "utf8" }).stderr;
    assert.equal(open("https://example.org/a?b=c&d=$(touch x) y"), "outcome undefined\n");
    assert.equal(readFileSync(log, "utf8"), "1\nhttps://example.org/a?b=c&d=$(touch%20x)%20y\n");
    rmSync(log);
    for (const url of ["file:///etc/passwd", "javascript:alert(1)", "--help", "example.org", "ftp://example.org/"]) {
      assert.equal(open(url), `usage: only http and https addresses are opened, not ${url}\n`);
    }
    assert.deepEqual(readdirSync(folder), ["xdg-open"]);
    writeFileSync(join(folder, "xdg-open"), "#!/bin/bash\nexit 4\n");
    assert.match(open("http://example.org/"), /^failed: cannot open .* with xdg-open: it ended with status 4/);
  }),
);
