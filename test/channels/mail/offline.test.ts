// A machine without a network has a mail server of its own all the same.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const alone = ["--map-root-user", "--net", "sh", "-c"];
const isPossible = spawnSync("unshare", [...alone, "ip link set lo up"]).status === 0;
const sender = fileURLToPath(new URL("offline-sender.ts", import.meta.url));

test(
  "where the loopback is the only network, a letter goes to the server there, and nothing is said on stderr",
  { skip: isPossible ? false : "no network of its own can be made here" },
  () => {
    const command = 'ip link set lo up && exec "$0" "$1"';
    const { stdout, stderr } = spawnSync("unshare", [...alone, command, process.execPath, sender], {
      encoding: "utf8",
    });
    assert.equal(`${stdout}${stderr}`, "sent\n");
  },
);
