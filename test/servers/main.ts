// Runs the tests against real servers, `npm run test:servers [name…]`: those that are heavy to have only when named.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";

/** Large downloads or root's chroot: not for every run. */
const onlyByName = ["synapse", "appview"];

const folder = new URL("./", import.meta.url);
const suffix = ".test.ts";
const known = readdirSync(folder)
  .filter((file) => file.endsWith(suffix))
  .map((file) => file.slice(0, -suffix.length));
const named = process.argv.slice(2);
const strangers = named.filter((name) => !known.includes(name));
const usual = known.filter((name) => !onlyByName.includes(name));
const wanted = named.length === 0 ? usual : named;

if (strangers.length > 0 || wanted.length === 0) {
  process.stderr.write(`there is no server ${strangers.join(", ")}; there are ${known.join(", ")}\n`);
  process.exitCode = 2;
} else {
  const reporter = ["--test-reporter=./test/reporter.ts", "--test-reporter-destination=stdout"];
  const files = wanted.map((name) => `test/servers/${name}${suffix}`);
  const args = ["--test", "--test-concurrency=1", ...reporter, ...files];
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit", cwd: new URL("../../", folder) });
  const left = known.filter((name) => !wanted.includes(name));
  if (left.length > 0) process.stdout.write(`not run: ${left.join(", ")}: only when asked for by name\n`);
  process.exitCode = status ?? 1;
}
