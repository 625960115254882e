// Where everything lies: config, store, notes and state, by flag, environment, XDG or %APPDATA%.
import { userInfo } from "node:os";
import { dirname, join, resolve } from "node:path";
import { PkmError } from "../base/errors.ts";
import type { MailSettings } from "../channels/mail/post.ts";
import type { Settings } from "../base/setting-keys.ts";
import { readSettings } from "./config.ts";
import { finishMoves } from "./restore-moves.ts";

export interface Home {
  /** The one folder that everything lies under (--home, PKM_HOME); null where each thing has its own place. */
  folder: string | null;
  configFile: string;
  storeFile: string;
  /** The folder of notes. */
  notesDir: string;
  /** Logs and the like. */
  stateDir: string;
  /** All that config.toml and the environment say. */
  settings: Settings;
  /** The person's name on what they send and publish; null when config does not say. */
  author: string | null;
  /** Items in a digest. */
  digestLimit: number;
  /** Days after which items are let go unread where their source does not say; null is never. */
  shelfDays: number | null;
  /** Days after which the bodies of items that were let go are dropped; null keeps all. */
  retainDays: number | null;
  /** How digests reach the person by mail. */
  mail: MailSettings;
}

/** The home folder of the account that pkm runs as, where the environment names none; null for an account without one. */
export function accountHome(): string | null {
  try {
    return userInfo().homedir || null;
  } catch (thrown) {
    // A container may run as a number that has no account.
    if (thrown instanceof Error && "code" in thrown) return null;
    throw thrown;
  }
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Works out the home. `folder` (--home or PKM_HOME) puts everything under one folder.
 * Throws PkmError("config") when there is no home to be found. What is wrong in config.toml is told by its settings.
 */
export async function findHome(folder: string | null, env: Env): Promise<Home> {
  const base = folder ?? env["PKM_HOME"] ?? null;
  const places = base === null ? xdgPlaces(env) : onePlace(resolve(base));
  finishMoves(places.storeFile);
  const settings = await readSettings(places.configFile, env);
  return {
    folder: base === null ? null : resolve(base),
    ...places,
    settings,
    notesDir: placeOfNotes(places, settings, env),
    author: settings.text("author"),
    digestLimit: settings.count("digest-limit") ?? 12,
    // 0 is how a person says "no such time".
    shelfDays: settings.count("shelf-days") || null,
    retainDays: settings.count("retain-days") || null,
    mail: mailSettings(settings, { ...places, env }),
  };
}

/**
 * The path that a setting names; null where it names none. From the folder of config.toml on where it stands there, for
 * a run may begin anywhere; in a variable it is meant from here.
 */
function pathSaid(
  key: "notes" | "mail.box",
  settings: Settings,
  { configFile, env }: { configFile: string; env: Env },
): string | null {
  const path = settings.text(key);
  if (path === null) return null;
  const isInFile = settings.rows().some((row) => row.key === key && row.origin === "config");
  return isInFile ? resolve(dirname(configFile), expand(path, env)) : resolve(expand(path, env));
}

/** The folder of notes as `settings` say, else the usual one of that home. */
export function placeOfNotes(
  { configFile, storeFile }: Pick<Home, "configFile" | "storeFile">,
  settings: Settings,
  env: Env,
): string {
  const said = pathSaid("notes", settings, { configFile, env });
  if (said !== null) return said;
  const base = dirname(storeFile);
  return base === dirname(configFile) ? onePlace(base).notesDir : xdgPlaces(env).notesDir;
}

function onePlace(base: string): Pick<Home, "configFile" | "storeFile" | "notesDir" | "stateDir"> {
  return {
    configFile: join(base, "config.toml"),
    storeFile: join(base, "pkm.db"),
    notesDir: join(base, "notes"),
    stateDir: join(base, "state"),
  };
}

function xdgPlaces(env: Env): ReturnType<typeof onePlace> {
  const home = env["HOME"];
  const app = env["APPDATA"];
  const isWindows = process.platform === "win32";
  if (home === undefined || home === "") {
    throw new PkmError("config", "there is no home folder: HOME is not set", { hint: "pkm --home DIR" });
  }
  const place = (variable: string, ...fallback: readonly string[]): string => {
    const set = env[variable];
    // The XDG specification: a relative path is invalid and is ignored.
    if (set !== undefined && set.startsWith("/")) return join(set, "pkm");
    return isWindows && app !== undefined ? join(app, "pkm") : join(home, ...fallback, "pkm");
  };
  return {
    configFile: join(place("XDG_CONFIG_HOME", ".config"), "config.toml"),
    storeFile: join(place("XDG_DATA_HOME", ".local", "share"), "pkm.db"),
    notesDir: join(home, "pkm-notes"),
    stateDir: place("XDG_STATE_HOME", ".local", "state"),
  };
}

function mailSettings(settings: Settings, place: { configFile: string; env: Env }): MailSettings {
  return {
    from: settings.text("mail.from"),
    to: settings.texts("mail.to") ?? [],
    smtp: settings.text("mail.smtp"),
    secret: settings.text("mail.secret"),
    box: pathSaid("mail.box", settings, place),
    imap: settings.text("mail.imap"),
    whenUnsure: settings.text("mail.when-unsure"),
  };
}

function expand(path: string, env: Env): string {
  return /^~(?:\/|$)/.test(path) ? join(env["HOME"] ?? "", path.slice(1)) : path;
}
