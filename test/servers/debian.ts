// A Debian package unpacked into the cache, without installing it: from the suite of this machine's backports.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "./cache.ts";

const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** The folder the package is unpacked in, or why it can not be had. */
export function unpacked(name: string): { folder: string } | { why: string } {
  const place = cacheFolder(`debian-${name}`);
  const folder = join(place, "unpacked");
  if (existsSync(folder)) return { folder };
  if (!existsSync(keyring)) return { why: `${name} is taken from Debian, and this machine is none` };
  const codename = /^VERSION_CODENAME=(\w+)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? "stable";
  try {
    download(place, { name, suites: [`${codename}-backports`, codename] });
  } catch (thrown) {
    return { why: `neither Debian ${codename} nor its backports give ${name}: ${String(thrown).split("\n")[0]}` };
  }
  const [file] = readdirSync(place).filter((each) => each.endsWith(".deb"));
  if (file === undefined) return { why: `apt-get downloaded no ${name}` };
  const beside = join(place, "half");
  rmSync(beside, { recursive: true, force: true });
  execFileSync("dpkg", ["-x", join(place, file), beside]);
  renameSync(beside, folder);
  return { folder };
}

/** With lists, cache and sources of its own, so that the machine's are left alone. */
function download(place: string, { name, suites }: { name: string; suites: readonly string[] }): void {
  const apt = join(place, "apt");
  for (const each of ["lists/partial", "cache/archives/partial"]) mkdirSync(join(apt, each), { recursive: true });
  const lines = suites.map((suite) => `deb [signed-by=${keyring}] http://deb.debian.org/debian ${suite} main`);
  writeFileSync(join(apt, "sources.list"), `${lines.join("\n")}\n`);
  const settings = [
    `Dir::Etc::sourcelist=${apt}/sources.list`,
    "Dir::Etc::sourceparts=/dev/null",
    `Dir::State::lists=${apt}/lists`,
    `Dir::Cache=${apt}/cache`,
    "APT::Sandbox::User=",
  ].flatMap((setting) => ["-o", setting]);
  const run = (...args: readonly string[]): void => {
    execFileSync("apt-get", [...settings, "-qq", ...args], { cwd: place, stdio: ["ignore", "ignore", "pipe"] });
  };
  run("update");
  run("-t", suites[0] ?? "", "download", name);
}
