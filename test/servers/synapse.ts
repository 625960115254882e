// A Synapse of its own for a test, out of Debian's sid in a folder of its own, on a loopback port. Needs root for the chroot.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { ask, cacheFolder, freePort, startProgram, untilUp } from "./cache.ts";
import { unpacked } from "./debian.ts";

export interface Synapse {
  origin: string;
  /** A new account with an access token for it. */
  account(name: string): Promise<{ token: string; userId: string }>;
  stop(): Promise<void>;
}

/** Why no Synapse can be run here; null when one can. Installs it where it is missing: 450 MB, some minutes. */
export function synapseMissing(): string | null {
  if (process.getuid?.() !== 0) return "its chroot needs root";
  const root = join(cacheFolder("synapse"), "root");
  if (existsSync(root)) return null;
  const got = unpacked("mmdebstrap");
  if ("why" in got) return got.why;
  const half = join(cacheFolder("synapse"), "half");
  const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
  const settings = ['Acquire::Check-Valid-Until "false"', 'APT::Install-Recommends "false"', 'APT::Sandbox::User ""'];
  const options = ["--mode=root", "--variant=apt", "--include=matrix-synapse", `--keyring=${keyring}`];
  const args = [...options, ...settings.map((setting) => `--aptopt=${setting}`)];
  rmSync(half, { recursive: true, force: true });
  try {
    const program = join(got.folder, "usr", "bin", "mmdebstrap");
    execFileSync("perl", [program, ...args, "sid", half, "http://deb.debian.org/debian"], { stdio: "ignore" });
    renameSync(half, root);
    return null;
  } catch (thrown) {
    rmSync(half, { recursive: true, force: true });
    return `Debian's sid did not give it: ${String(thrown).split("\n")[0]}`;
  }
}

const accountShape = v.object({ access_token: v.string(), user_id: v.string() });

/** Starts it and waits until it answers. */
export async function startSynapse(): Promise<Synapse> {
  const root = join(cacheFolder("synapse"), "root");
  const port = await freePort();
  const inside = `/srv/pkm-${port}`;
  const folder = join(root, inside);
  mkdirSync(folder, { recursive: true });
  const config = `${inside}/homeserver.yaml`;
  const synapse = ["/usr/bin/python3", "-m", "synapse.app.homeserver", "--config-path", config];
  const making = ["--server-name", "localhost", "--generate-config", "--report-stats=no", "--data-directory", inside];
  execFileSync("chroot", [root, ...synapse, ...making], { stdio: "ignore" });
  writeFileSync(join(folder, "test.yaml"), settings(port));
  const args = [root, ...synapse, "--config-path", `${inside}/test.yaml`];
  const { stop } = startProgram("chroot", args, { cwd: folder });
  const origin = `http://127.0.0.1:${port}`;
  await untilUp(`${origin}/_matrix/client/versions`, 60_000);
  return {
    origin,
    async account(name) {
      const answer = await ask(`${origin}/_matrix/client/v3/register`, {
        method: "POST",
        body: JSON.stringify({ auth: { type: "m.login.dummy" }, username: name, password: `correct horse ${name}` }),
      });
      const { access_token: token, user_id: userId } = v.parse(accountShape, await answer.json());
      return { token, userId };
    },
    async stop() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** JSON is YAML. */
function settings(port: number): string {
  const much = { per_second: 1000, burst_count: 1000 };
  return JSON.stringify({
    listeners: [
      {
        port,
        bind_addresses: ["127.0.0.1"],
        type: "http",
        tls: false,
        resources: [{ names: ["client"], compress: false }],
      },
    ],
    trusted_key_servers: [],
    enable_registration: true,
    enable_registration_without_verification: true,
    rc_message: much,
    rc_registration: much,
    rc_admin_redaction: much,
    rc_login: { address: much, account: much, failed_attempts: much },
  });
}
