// The programs that pkm starts, each in its place on the path and as what the person set: all write down how they were called.
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { secrets } from "./canary-names.ts";

export interface Programs {
  feed: string;
  take: string;
  editor: string;
  pager: string;
  /** A program that prints a secret. */
  secret(value: string): string;
  /** A file that holds one. */
  file(name: string, value: string): string;
}

/** What a program does, beside writing down its arguments and its environment. */
const feed = `<rss version="2.0"><channel><title>Own</title><item><title>Own item</title><guid>o1</guid></item></channel></rss>`;
/** What the person put into the environment is in that of all they start, as it is of pkm itself. */
const inherited = "^\\(FEED_PASSWORD\\|MASTODON_TOKEN\\)=";
const keyring = `case "$*" in *getPassword*) printf %s ${secrets.matrix} ;; *) cat > /dev/null ;; esac`;
const editing = `for file; do :; done; echo "One line more." >> "$file"`;

/**
 * Makes them below `folder`; their argv and environment go into `seen`, and what they are meant to read does not.
 * Until the test ends this process finds them before all others, and its own Node stands in for the keyring's.
 */
export function writePrograms(t: TestContext, folder: string, seen: string): Programs {
  const path = join(folder, "path");
  for (const made of [seen, path]) mkdirSync(made);
  mkdirSync(join(folder, "secrets"), { mode: 0o700 });
  const write = (file: string, acts: string): string => {
    const log = join(seen, file.slice(file.lastIndexOf("/") + 1));
    writeFileSync(file, `#!/bin/sh\n{ echo "$0 $@"; env | grep -v '${inherited}'; } >> ${log}\n${acts}\n`);
    chmodSync(file, 0o755);
    return file;
  };
  const before = { PATH: process.env["PATH"], node: process.execPath };
  write(join(path, "git"), `PATH='${before.PATH}' exec git "$@"`);
  for (const name of ["xdg-open", "systemctl"]) write(join(path, name), "exit 0");
  process.env["PATH"] = `${path}:${before.PATH}`;
  process.execPath = write(join(folder, "keyring.sh"), keyring);
  t.after(() => {
    process.env["PATH"] = before.PATH;
    process.execPath = before.node;
  });
  return {
    feed: write(join(folder, "feed.sh"), `echo '${feed}'`),
    take: write(join(folder, "take.sh"), `cat >> ${seen}/take.sh`),
    editor: write(join(folder, "editor.sh"), editing),
    pager: write(join(folder, "pager.sh"), "cat > /dev/null"),
    secret: (value) => write(join(folder, "secret.sh"), `echo ${value}`),
    file(name, value) {
      const file = join(folder, "secrets", name);
      writeFileSync(file, `${value}\n`, { mode: 0o600 });
      return file;
    },
  };
}
