// The whole of Bluesky for a test: directory, PDS and AppView out of the npm registry, over a PostgreSQL and a Redis of its own.
import { execFileSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cacheFolder, freePort, startProgram, untilUp } from "./cache.ts";
import { npmMissing } from "./npm.ts";
import { makeAccount, type Pds } from "./pds.ts";

const versions = "/usr/lib/postgresql";
/** Why it can not be run here; null when it can. Installs what npm has of it where that is missing: 510 MB. */
export function appviewMissing(): string | null {
  if (process.getuid?.() !== 0) return "its PostgreSQL is started as another user, which needs root";
  if (postgres() === null || !existsSync("/usr/bin/redis-server"))
    return "PostgreSQL or Redis is not installed (apt-get install postgresql redis-server)";
  return npmMissing("appview", { "@atproto/dev-env": "0.3.215" });
}

const program = `
import { TestNetwork } from "@atproto/dev-env";
const [pds, bsky, plc] = process.argv.slice(2).map(Number);
const network = await TestNetwork.create({
  dbPostgresSchema: "pkm", pds: { port: pds, hostname: "localhost", enableDidDocWithSession: true },
  bsky: { port: bsky }, plc: { port: plc },
});
process.on("SIGTERM", async () => {
  await network.close();
  process.exit(0);
});
setInterval(() => {}, 1e6);
`;

/** Starts all of it and waits until it answers. */
export async function startAppview(): Promise<Pds> {
  const folder = cacheFolder("appview");
  writeFileSync(join(folder, "start.mjs"), program);
  const database = await startPostgres();
  const redisPort = await freePort();
  const redis = startProgram("redis-server", ["--port", String(redisPort), "--bind", "127.0.0.1", "--save", ""], {
    cwd: database.folder,
  });
  const ports = [await freePort(), await freePort(), await freePort()];
  const env = { ...process.env, DB_POSTGRES_URL: database.url, REDIS_HOST: `127.0.0.1:${redisPort}` };
  const network = startProgram(process.execPath, ["start.mjs", ...ports.map(String)], { cwd: folder, env });
  const origin = `http://localhost:${ports[0]}`;
  await untilUp(`${origin}/xrpc/_health`, 120_000);
  await untilUp(`http://localhost:${ports[1]}/xrpc/_health`, 120_000);
  return {
    origin,
    account: (name) => makeAccount(origin, name),
    async stop() {
      await network.stop();
      await redis.stop();
      await database.stop();
    },
  };
}

/** The newest version's programs; null where there are none. */
function postgres(): string | null {
  if (!existsSync(versions)) return null;
  const newest = readdirSync(versions).toSorted().at(-1);
  return newest === undefined ? null : join(versions, newest, "bin");
}

async function startPostgres(): Promise<{ url: string; folder: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync("/var/tmp/pkm-postgres-");
  const [user, group] = ["-u", "-g"].map((flag) =>
    Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" })),
  );
  chownSync(folder, user ?? 0, group ?? 0);
  const data = join(folder, "data");
  const asOther = { cwd: folder, uid: user ?? 0, gid: group ?? 0 };
  const bin = postgres() ?? "";
  execFileSync(join(bin, "initdb"), ["-D", data, "-U", "pg", "-A", "trust"], { ...asOther, stdio: "ignore" });
  const port = await freePort();
  const args = ["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", folder];
  const { stop } = startProgram(join(bin, "postgres"), args, asOther);
  for (let waited = 0; !isReady(bin, port) && waited < 200; waited += 1) await sleep(100);
  return {
    url: `postgresql://pg@127.0.0.1:${port}/postgres`,
    folder,
    async stop() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function isReady(bin: string, port: number): boolean {
  try {
    execFileSync(join(bin, "pg_isready"), ["-h", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
    return true;
  } catch {
    // Its status says that it is still starting.
    return false;
  }
}
