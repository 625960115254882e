// A Bluesky PDS of its own for a test, with the directory it needs, both on loopback ports and out of the npm registry.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { ask, cacheFolder, freePort, startProgram, untilUp } from "./cache.ts";
import { npmMissing } from "./npm.ts";

export interface Pds {
  origin: string;
  /** A new account; its handle and password. */
  account(name: string): Promise<{ handle: string; password: string; did: string }>;
  stop(): Promise<void>;
}

/** Why no PDS can be run here; null when one can. Installs it where it is missing: 370 MB, about a minute. */
export function pdsMissing(): string | null {
  return npmMissing("pds", { "@atproto/pds": "0.5.35", "@did-plc/server": "0.0.1" });
}

const program = `
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import plc from "@did-plc/server";
import { PDS, envToCfg, envToSecrets, readEnv } from "@atproto/pds";
const [pdsPort, plcPort] = process.argv.slice(2);
const hex = (bytes) => randomBytes(bytes).toString("hex");
const folder = mkdtempSync(join(tmpdir(), "pkm-pds-"));
mkdirSync(join(folder, "blobs"));
const directory = plc.PlcServer.create({ db: plc.Database.mock(), port: Number(plcPort) });
await directory.start();
Object.assign(process.env, {
  PDS_HOSTNAME: "localhost", PDS_PORT: pdsPort, PDS_DATA_DIRECTORY: folder,
  PDS_BLOBSTORE_DISK_LOCATION: join(folder, "blobs"), PDS_PLC_ROTATION_KEY_K256_PRIVATE_KEY_HEX: hex(32),
  PDS_DPOP_SECRET: hex(32), PDS_JWT_SECRET: hex(16), PDS_ADMIN_PASSWORD: "admin",
  PDS_DID_PLC_URL: "http://127.0.0.1:" + plcPort, PDS_INVITE_REQUIRED: "0", PDS_DEV_MODE: "1",
  PDS_DISABLE_SSRF_PROTECTION: "1", PDS_SERVICE_HANDLE_DOMAINS: ".test",
  PDS_BSKY_APP_VIEW_URL: "http://127.0.0.1:1", PDS_BSKY_APP_VIEW_DID: "did:web:localhost", LOG_ENABLED: "0",
});
const pds = await PDS.create(envToCfg(readEnv()), envToSecrets(readEnv()));
await pds.start();
process.on("SIGTERM", async () => {
  await pds.destroy();
  await directory.destroy();
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
});
`;

const accountShape = v.object({ handle: v.string(), did: v.string() });

/** Starts it and waits until it answers. */
export async function startPds(): Promise<Pds> {
  const folder = cacheFolder("pds");
  writeFileSync(join(folder, "start.mjs"), program);
  const [port, directory] = [await freePort(), await freePort()];
  const { stop } = startProgram(process.execPath, ["start.mjs", String(port), String(directory)], { cwd: folder });
  const origin = `http://localhost:${port}`;
  await untilUp(`${origin}/xrpc/_health`, 60_000);
  return {
    origin,
    stop,
    account: (name) => makeAccount(origin, name),
  };
}

/** A new account at the PDS. */
export async function makeAccount(
  origin: string,
  name: string,
): Promise<{ handle: string; password: string; did: string }> {
  const password = `correct horse ${name}`;
  const json = { handle: `${name}.test`, email: `${name}@test.example`, password };
  const answer = await ask(`${origin}/xrpc/com.atproto.server.createAccount`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(json),
  });
  return { ...v.parse(accountShape, await answer.json()), password };
}
