// Postfix, Dovecot and mlmmj of a test's own: configuration, queue and mailboxes in a throw-away folder, on loopback ports.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { certificate, key } from "../channels/certificate.ts";

export interface MailServers {
  /** SMTP without log-in, for the loopback network alone. */
  smtpPort: number;
  /** SMTP that takes mail from those alone who log in, over STARTTLS. */
  submissionPort: number;
  imapPort: number;
  imapsPort: number;
  /** The mails of `name`@test.example as they lie in the Maildir, oldest first. */
  mails(name: string): readonly Buffer[];
  /** Where the Maildir of `name` is. */
  maildir(name: string): string;
  /** Gives the mailing list `name`@lists.test.example these subscribers; `archive` is named in what it sends. */
  makeList(name: string, list: List): void;
  stop(): Promise<void>;
}

interface List {
  subscribers: readonly string[];
  archive?: string;
}

/** Everybody who has a mailbox; the password is the name with "pw-" before it, with or without the domain to log in. */
const users = ["me", "ann", "ben", "cy", "dot", "ines"];
const packages = {
  postfix: "/usr/sbin/postfix",
  "dovecot-imapd": "/usr/lib/dovecot/imap",
  mlmmj: "/usr/bin/mlmmj-receive",
};

/** Why none of it can be run here; null when it can. */
export function mailServersMissing(): string | null {
  if (process.getuid?.() !== 0) return "Postfix and Dovecot need root to start";
  const missing = Object.entries(packages).flatMap(([name, file]) => (existsSync(file) ? [] : [name]));
  return missing.length === 0 ? null : `not installed: apt-get install ${missing.join(" ")}`;
}

/** Where the mailboxes are, and ports that are not to be any that are free. */
export interface MailPlace {
  domain?: string;
  /** SMTP with TLS from the first byte, for those who log in; there is none where no port is given. */
  smtpsPort?: number;
  imapsPort?: number;
}

/** Starts them and waits until they answer. */
export async function startMailServers(place: MailPlace = {}): Promise<MailServers> {
  // Their daemons run as other users, so the folder has to be one they may enter.
  const folder = mkdtempSync("/var/tmp/pkm-mail-");
  chmodSync(folder, 0o755);
  const [smtpPort, submissionPort, imapPort, imapsPort, authPort] = await freePorts();
  const { domain = "test.example", smtpsPort = null } = place;
  const ports = { smtpPort, submissionPort, imapPort, imapsPort: place.imapsPort ?? imapsPort, authPort, smtpsPort };
  layOut(folder, domain, ports);
  const dovecot = spawn("/usr/sbin/dovecot", ["-F", "-c", join(folder, "conf", "dovecot.conf")], { stdio: "ignore" });
  const postfix = (verb: string): void => {
    execFileSync("/usr/sbin/postfix", ["-c", join(folder, "conf"), verb], { stdio: "ignore" });
  };
  postfix("start");
  for (const port of [smtpPort, submissionPort, imapPort, ports.imapsPort, smtpsPort]) {
    if (port !== null) await answering(port);
  }
  const maildir = (name: string): string => join(folder, "mail", name);
  return {
    ...ports,
    maildir,
    mails: (name) =>
      ["cur", "new"]
        .flatMap((part) => filesIn(join(maildir(name), part)))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ path }) => readFileSync(path)),
    makeList: (name, list) => makeList(folder, `${name}@lists.${domain}`, { ...list, owner: `me@${domain}`, smtpPort }),
    async stop() {
      postfix("stop");
      await ended(dovecot);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill("SIGTERM");
  await exit;
}

interface Ports {
  smtpPort: number;
  submissionPort: number;
  imapPort: number;
  imapsPort: number;
  authPort: number;
  smtpsPort: number | null;
}

/** The owner of all mailboxes: a number that no user of a machine is likely to have. */
const mailOwner = 54_321;
const nobody = 65_534;

function layOut(folder: string, domain: string, ports: Ports): void {
  const postfixOwner = Number(execFileSync("id", ["-u", "postfix"], { encoding: "utf8" }));
  for (const name of ["conf", "queue", "data", "mail", "lists"]) mkdirSync(join(folder, name), { mode: 0o755 });
  chownSync(join(folder, "data"), postfixOwner, postfixOwner);
  chownSync(join(folder, "mail"), mailOwner, mailOwner);
  chownSync(join(folder, "lists"), nobody, nobody);
  const put = (name: string, text: string, mode = 0o644): void =>
    writeFileSync(join(folder, "conf", name), text, { mode });
  put("main.cf", mainCf(folder, domain, ports));
  put("master.cf", masterCf(folder, ports));
  put("mailboxes", users.map((name) => `${name}@${domain} ${name}/\n`).join(""));
  put("transport", `lists.${domain} mlmmj:\n`);
  put("dovecot.conf", dovecotConf(folder, ports));
  const logins = users.flatMap((name) => [name, `${name}@${domain}`].map((login) => `${login}:{PLAIN}pw-${name}\n`));
  put("users", logins.join(""));
  put("key.pem", key, 0o600);
  put("certificate.pem", certificate);
}

function mainCf(folder: string, domain: string, { authPort }: Ports): string {
  return `compatibility_level = 3.6
myhostname = mail.${domain}
mydestination =
inet_interfaces = loopback-only
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
queue_directory = ${folder}/queue
data_directory = ${folder}/data
virtual_mailbox_domains = ${domain}
virtual_mailbox_maps = texthash:${folder}/conf/mailboxes
virtual_mailbox_base = ${folder}/mail
virtual_minimum_uid = 1
virtual_uid_maps = static:${mailOwner}
virtual_gid_maps = static:${mailOwner}
relay_domains = lists.${domain}
relay_recipient_maps =
transport_maps = texthash:${folder}/conf/transport
mlmmj_destination_recipient_limit = 1
recipient_delimiter = +
smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
smtpd_tls_cert_file = ${folder}/conf/certificate.pem
smtpd_tls_key_file = ${folder}/conf/key.pem
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:${authPort}
smtpd_client_connection_count_limit = 0
default_transport = error:no outside mail
relay_transport = error:no outside mail
maillog_file = ${folder}/postfix.log
`;
}

/** master(5): only what deliveries to Dovecot and mlmmj need, nothing in a chroot. */
function masterCf(folder: string, { smtpPort, submissionPort, smtpsPort }: Ports): string {
  const smtps = `127.0.0.1:${smtpsPort} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
  -o smtpd_sasl_auth_enable=yes
  -o mynetworks=
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
`;
  return `${smtpsPort === null ? "" : smtps}127.0.0.1:${smtpPort} inet n - n - - smtpd
127.0.0.1:${submissionPort} inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes
  -o mynetworks=
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
  -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject
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
smtp unix - - n - - smtp
virtual unix - n n - - virtual
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
mlmmj unix - n n - - pipe
  flags=ORhu user=nobody argv=/usr/bin/mlmmj-receive -F -L ${folder}/lists/\${user}/
`;
}

function dovecotConf(folder: string, { imapPort, imapsPort, authPort }: Ports): string {
  const inet = (name: string, port: number, more = ""): string =>
    `  inet_listener ${name} {\n    address = 127.0.0.1\n    port = ${port}\n${more}  }\n`;
  return `protocols = imap
listen = 127.0.0.1
base_dir = ${folder}/run
ssl = required
ssl_cert = <${folder}/conf/certificate.pem
ssl_key = <${folder}/conf/key.pem
mail_location = maildir:${folder}/mail/%n
first_valid_uid = ${mailOwner}
log_path = ${folder}/dovecot.log
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${folder}/conf/users
}
userdb {
  driver = static
  args = uid=${mailOwner} gid=${mailOwner} home=${folder}/mail/%n
}
namespace inbox {
  inbox = yes
  mailbox Sent {
    auto = create
    special_use = \\Sent
  }
}
service imap-login {
${inet("imap", imapPort)}${inet("imaps", imapsPort, "    ssl = yes\n")}}
service auth {
  inet_listener {
    address = 127.0.0.1
    port = ${authPort}
  }
}
`;
}

function makeList(
  folder: string,
  address: string,
  { subscribers, archive, owner, smtpPort }: List & { owner: string; smtpPort: number },
): void {
  const [name = "", host = ""] = address.split("@");
  const list = join(folder, "lists", name);
  const parts =
    "archive bounce control digesters.d incoming index moderation nomailsubs.d queue/discarded requeue subconf subscribers.d text unsubconf";
  for (const part of parts.split(" ")) mkdirSync(join(list, part), { recursive: true });
  const texts = "/usr/share/mlmmj/text.skel/en";
  if (existsSync(texts)) cpSync(texts, join(list, "text"), { recursive: true });
  const control = (file: string, text: string): void => writeFileSync(join(list, "control", file), `${text}\n`);
  control("listaddress", address);
  control("owner", owner);
  control("relayhost", "127.0.0.1");
  control("smtpport", String(smtpPort));
  const archived = archive === undefined ? [] : [`List-Archive: <${archive}>`];
  const headers = [`List-Id: <${name}.${host}>`, `List-Post: <mailto:${address}>`, "Precedence: list"];
  control("customheaders", [...headers, ...archived].join("\n"));
  const byLetter = Map.groupBy(subscribers, (address) => address[0] ?? "");
  for (const [letter, addresses] of byLetter)
    writeFileSync(join(list, "subscribers.d", letter), `${addresses.join("\n")}\n`);
  execFileSync("chown", ["-R", `${nobody}:${nobody}`, list]);
}

function filesIn(dir: string): { name: string; path: string }[] {
  return existsSync(dir) ? readdirSync(dir).map((name) => ({ name, path: join(dir, name) })) : [];
}

/** Waits until something on the port says or takes a connection; gives up after half a minute. */
async function answering(port: number): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    const socket = connect(port, "127.0.0.1");
    const isOpen = await new Promise<boolean>((done) => {
      socket.once("connect", () => done(true));
      socket.once("error", () => done(false));
    });
    socket.destroy();
    if (isOpen) return;
    await sleep(100);
  }
  throw new Error(`nothing answers on port ${port}`);
}

async function freePorts(): Promise<[number, number, number, number, number]> {
  return [await freePort(), await freePort(), await freePort(), await freePort(), await freePort()];
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}
