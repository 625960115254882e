// pkm schedule: what is installed runs in a bare environment, twice is once, and nobody else's line is touched.
import assert from "node:assert/strict";
import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { crontabBlock, withBlock } from "../../src/formats/crontab.ts";
import { launchAgent } from "../../src/formats/launch-agent.ts";
import { serviceUnit, timerUnit } from "../../src/formats/systemd-units.ts";
import type { Timer } from "../../src/base/timer.ts";

const program = fileURLToPath(new URL("../transcripts/pkm.ts", import.meta.url));
const odd: Timer = {
  name: "pkm",
  hour: 6,
  minute: 5,
  argv: ["/opt/node js/bin/node", "/home/ada/it's 100% $HOME/pkm.js", "digest", "--out", '/tmp/a "b" \\c.html'],
  env: [
    ["PKM_HOME", "/home/ada/my pkm"],
    ["PATH", "/usr/bin:/bin"],
  ],
};

interface Machine {
  folder: string;
  home: string;
  /** The user's crontab as it stands; null while there is none. */
  crontab(): string | null;
  pkm(...argv: readonly string[]): SpawnSyncReturns<string>;
}

/** A machine whose crontab program keeps a file, as cron's own does, and whose systemctl writes down what it is told. */
function machine(t: TestContext, programs: readonly ("crontab" | "systemctl")[]): Machine {
  const folder = mkdtempSync(join(tmpdir(), "pkm schedule 100% "));
  t.after(() => rmSync(folder, { recursive: true }));
  const [bin, home, table] = [join(folder, "bin"), join(folder, "ada's home"), join(folder, "table")];
  mkdirSync(bin);
  mkdirSync(home);
  const scripts = {
    crontab: `case "$1" in
      -l) test -f "${table}" && cat "${table}" || { echo "no crontab for ada" >&2; exit 1; } ;;
      -) cat > "${table}" ;;
      esac`,
    systemctl: `echo "$@" >> "${join(folder, "calls")}"`,
  };
  for (const name of programs) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${scripts[name]}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const env = { PATH: `${bin}:/usr/bin:/bin`, HOME: home };
  return {
    folder,
    home,
    crontab: () => (existsSync(table) ? readFileSync(table, "utf8") : null),
    pkm: (...argv) => spawnSync(process.execPath, [program, ...argv], { env, encoding: "utf8", cwd: home }),
  };
}

test("a crontab: proved, installed once, changed, run as cron runs it, and taken away without a trace", (t) => {
  const { home, crontab, pkm, folder } = machine(t, ["crontab"]);
  const before = "MAILTO=ada\n# mine\n*/5 * * * * /usr/bin/true  # 100\\%\n";
  writeFileSync(join(folder, "table"), before);
  const named = join(home, "a 'home' at 50%");

  const first = pkm("schedule", "--install", "--with", "cron", "--home", named);
  assert.deepEqual([first.status, first.stderr], [0, ""]);
  const installed = crontab() ?? "";
  assert.ok(installed.startsWith(before), "what was there stays as it was");
  assert.equal(pkm("schedule", "--install", "--with", "cron", "--home", named).status, 0);
  assert.equal(crontab(), installed, "twice is once");
  assert.equal(pkm("schedule", "--install", "--at", "6:30", "--with", "cron", "--home", named).status, 0);
  assert.match(crontab() ?? "", /^30 6 \* \* \* PKM_HOME=/m);
  assert.equal((crontab() ?? "").split("\n").length, installed.split("\n").length);

  // cron hands everything up to an unescaped % to sh, in an environment of its own.
  const line = /^30 6 \* \* \* (.*)$/m.exec(crontab() ?? "")?.[1] ?? "";
  const command = /^((?:[^%\\]|\\.)*)$/.exec(line)?.[1]?.replaceAll("\\%", "%") ?? "";
  const bare = { HOME: home, LOGNAME: "ada", SHELL: "/bin/sh", PATH: "/usr/bin:/bin" };
  const ran = spawnSync("/bin/sh", ["-c", command], { env: bare, encoding: "utf8" });
  assert.deepEqual([ran.status, ran.stdout, ran.stderr], [0, "", ""]);
  assert.ok(existsSync(join(named, "pkm.db")), "it found its home");

  assert.match(pkm("schedule", "--home", named).stdout, /^cron\t06:30\tcrontab\tPKM_HOME=/);
  assert.deepEqual(JSON.parse(pkm("schedule", "--json").stdout), [], "another home has a timer of its own");
  assert.equal(pkm("schedule", "--remove", "--home", named).stdout, "taken away from cron\n");
  assert.equal(crontab(), before);
  assert.equal(pkm("schedule", "--remove", "--home", named).stdout, "nothing was installed\n");
});

test("what does not run in a bare environment is not installed, and the reason is told", (t) => {
  const { home, crontab, pkm } = machine(t, ["crontab"]);
  mkdirSync(join(home, ".config", "pkm"), { recursive: true });
  const mail = '[mail]\nfrom = "ada@example.org"\nto = "ada@example.org"\nsmtp = "smtps://ada@mail.example.org"\n';
  writeFileSync(join(home, ".config", "pkm", "config.toml"), `${mail}secret = "env:ADA_MAIL"\n`);
  const refused = pkm("schedule", "--install");
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /in a bare environment it does not run, so nothing was installed: .*env:ADA_MAIL/);
  assert.equal(crontab(), null);
  assert.match(pkm("schedule", "--install", "--", "digset").stderr, /there is no command digset/);
  assert.equal(crontab(), null);
});

test("user timers of systemd: both units under XDG_CONFIG_HOME, enabled once, gone after --remove", (t) => {
  const { home, folder, pkm } = machine(t, ["systemctl", "crontab"]);
  const units = join(home, ".config", "systemd", "user");
  const installed = pkm("schedule", "--install", "--at", "7:05");
  assert.deepEqual([installed.status, installed.stderr], [0, ""]);
  assert.deepEqual(readdirSync(units).toSorted(), ["pkm.service", "pkm.timer"]);
  assert.match(readFileSync(join(units, "pkm.timer"), "utf8"), /^OnCalendar=\*-\*-\* 07:05:00$/m);
  assert.match(readFileSync(join(units, "pkm.service"), "utf8"), /^ExecStart="\/.*node" "\/.*pkm\.ts" "seek"$/m);
  assert.match(readFileSync(join(folder, "calls"), "utf8"), /^--user enable --now pkm\.timer$/m);
  assert.match(pkm("schedule", "--status").stdout, /^systemd\t07:05\t.*pkm\.timer\t"\/.*" "seek"\n$/);
  assert.equal(pkm("schedule", "--install", "--with", "cron").status, 0);
  assert.deepEqual(readdirSync(units), [], "one kind at a time");
  assert.match(pkm("schedule", "--status").stdout, /^cron\t07:00\tcrontab\t/);
});

test("units with odd words hold before systemd itself", { skip: !hasSystemd() && "no systemd-analyze" }, (t) => {
  const folder = mkdtempSync(join(tmpdir(), "pkm-units-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const argv = [process.execPath, ...odd.argv.slice(1)];
  writeFileSync(join(folder, "pkm.service"), serviceUnit({ ...odd, argv }));
  writeFileSync(join(folder, "pkm.timer"), timerUnit(odd));
  const { status, stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", join(folder, "pkm.timer")], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"], HOME: folder, XDG_RUNTIME_DIR: folder },
  });
  assert.doesNotMatch(stderr, /pkm\.(?:service|timer):/);
  assert.equal(status, 0, stderr);
});

test("odd words stand whole in a crontab, in units and in a property list", () => {
  const line = crontabBlock(odd).split("\n")[1] ?? "";
  const told = line.replace(/^5 6 \* \* \* /, "").replaceAll("\\%", "%");
  const shown = spawnSync("/bin/sh", ["-c", told.replace("'/opt/node js/bin/node'", `printf '<%s>\\n'`)], {
    encoding: "utf8",
  });
  assert.deepEqual(
    shown.stdout.split("\n").slice(0, 4),
    odd.argv.slice(1).map((word) => `<${word}>`),
  );
  assert.match(
    serviceUnit(odd),
    /^ExecStart="\/opt\/node js\/bin\/node" "\/home\/ada\/it's 100%% \$\$HOME\/pkm\.js" "digest" "--out" "\/tmp\/a \\"b\\" \\\\c\.html"$/m,
  );
  const agent = launchAgent({ ...odd, argv: ["/bin/node", "a&b<c>"] }, "/tmp/log");
  assert.match(agent, /^<\?xml version="1\.0" encoding="utf-8"\?>\n<!DOCTYPE plist /);
  assert.match(agent, /<string>a&amp;b&lt;c&gt;<\/string>/);
  assert.match(agent, /<key>Hour<\/key>\s*<integer>6<\/integer>\s*<key>Minute<\/key>\s*<integer>5<\/integer>/);
});

test("a block is put in, replaced and taken out of any crontab without touching a line of it", () => {
  const block = crontabBlock(odd);
  for (const crontab of ["", "a\n", "a\n\n\n", "# x\nb\n", "no line feed at the end"]) {
    const withOne = withBlock(crontab, "pkm", block);
    assert.equal(withBlock(withOne, "pkm", block), withOne);
    assert.equal(withBlock(withOne, "pkm", null), crontab === "" || crontab.endsWith("\n") ? crontab : `${crontab}\n`);
    assert.equal(withBlock(withOne, "pkm-other", null), withOne);
  }
});

function hasSystemd(): boolean {
  return spawnSync("systemd-analyze", ["--version"]).status === 0;
}
