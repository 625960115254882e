// What a measurement was made on and with: figures mean nothing without it.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { arch, availableParallelism, cpus, loadavg, platform, totalmem } from "node:os";
import Database from "better-sqlite3";

export interface Machine {
  /** "linux x64, 2 cores, AMD EPYC, 24 GB". */
  hardware: string;
  /** Versions by program: pkm, node, sqlite, and the peers that are installed. */
  programs: Readonly<Record<string, string>>;
}

/** The first line that a program says of its version; null when it is not installed. */
function versionOf(program: string, flag: string): string | null {
  const { stdout, error } = spawnSync(program, [flag], { encoding: "utf8" });
  if (error !== undefined) return null;
  return /\d+\.\d+(?:\.\d+)*/.exec(stdout)?.[0] ?? "(tells no version)";
}

function packageVersion(file: string): string {
  const json: unknown = JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8"));
  return typeof json === "object" && json !== null && "version" in json ? String(json.version) : "";
}

function sqliteVersion(): string {
  const db = new Database(":memory:");
  const version = db.prepare<[], string>("SELECT sqlite_version()").pluck().get() ?? "";
  db.close();
  return version;
}

/** This machine, and the programs that are measured on it. */
export function thisMachine(): Machine {
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  const chip = (cpus()[0]?.model ?? "").trim();
  const programs = {
    pkm: packageVersion("../../package.json"),
    node: process.versions.node,
    sqlite: sqliteVersion(),
    "rss-parser": packageVersion("../../node_modules/rss-parser/package.json"),
    newsboat: versionOf("newsboat", "-v"),
    sfeed: versionOf("sfeed", "-h"),
    curl: versionOf("curl", "--version"),
  };
  return {
    hardware: `${platform()} ${arch()}, ${availableParallelism()} cores${chip === "" ? "" : `, ${chip}`}, ${gigabytes} GB`,
    programs: Object.fromEntries(Object.entries(programs).flatMap(([name, is]) => (is === null ? [] : [[name, is]]))),
  };
}

/** How many processes wanted a core in the last minute: on a quiet machine near 0. 0 where the system does not tell. */
export function loadNow(): number {
  return Number((loadavg()[0] ?? 0).toFixed(2));
}
