// A Postfix of its own for a test: own configuration, queue and Maildir in a throw-away folder, on a loopback port.
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

export interface Postfix {
  port: number;
  /** The mails of bob@test.example as they lie in his Maildir, oldest first. */
  mails(): readonly Buffer[];
  stop(): void;
}

/** Why no Postfix can be run here; null when one can. */
export function postfixMissing(): string | null {
  if (process.getuid?.() !== 0) return "Postfix needs root to start";
  return existsSync("/usr/sbin/postfix") ? null : "Postfix is not installed (apt-get install postfix)";
}

/** Starts it and waits until it answers. */
export async function startPostfix(): Promise<Postfix> {
  // Its daemons run as other users, so the folder has to be one they may enter.
  const folder = mkdtempSync("/var/tmp/pkm-postfix-");
  chmodSync(folder, 0o755);
  const port = await freePort();
  const places = Object.fromEntries(["conf", "queue", "data", "mail"].map((name) => [name, join(folder, name)]));
  for (const place of Object.values(places)) mkdirSync(place, { mode: 0o755 });
  const owner = Number(execFileSync("id", ["-u", "postfix"], { encoding: "utf8" }));
  chownSync(join(folder, "data"), owner, owner);
  chownSync(join(folder, "mail"), owner, owner);
  writeFileSync(join(folder, "conf", "main.cf"), mainCf(folder, owner));
  writeFileSync(join(folder, "conf", "master.cf"), masterCf(port));
  writeFileSync(join(folder, "conf", "mailboxes"), "bob@test.example bob/\n");
  const postfix = (verb: string): void => {
    execFileSync("/usr/sbin/postfix", ["-c", join(folder, "conf"), verb], { stdio: "ignore" });
  };
  postfix("start");
  const maildir = join(folder, "mail", "bob", "new");
  return {
    port,
    mails: () =>
      existsSync(maildir)
        ? readdirSync(maildir)
            .sort()
            .map((name) => readFileSync(join(maildir, name)))
        : [],
    stop() {
      postfix("stop");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function mainCf(folder: string, owner: number): string {
  return `compatibility_level = 3.6
myhostname = mail.test.example
mydestination =
inet_interfaces = loopback-only
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
queue_directory = ${folder}/queue
data_directory = ${folder}/data
virtual_mailbox_domains = test.example
virtual_mailbox_maps = texthash:${folder}/conf/mailboxes
virtual_mailbox_base = ${folder}/mail
virtual_minimum_uid = 1
virtual_uid_maps = static:${owner}
virtual_gid_maps = static:${owner}
smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
default_transport = error:no outside mail
relay_transport = error:no outside mail
maillog_file = /var/log/pkm-postfix.log
`;
}

/** master(5): only what a delivery into a Maildir needs, nothing in a chroot. */
function masterCf(port: number): string {
  return `127.0.0.1:${port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`;
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((done) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = address === null || typeof address === "string" ? 0 : address.port;
      server.close(() => done(port));
    });
  });
}
