// What a command may reach: every port it can use, opened when it first asks.
import type { CommandEntry } from "./command.ts";
import type { Timers } from "./care/timer-port.ts";
import type { Card } from "../people/card.ts";
import type { Clock, Instant } from "../base/clock.ts";
import type { CheckReport } from "../formats/feed/check.ts";
import type { MirrorDrawing } from "../formats/mirror-page.ts";
import type { ListedSource } from "../formats/opml.ts";
import type { Channel, ChannelWorld } from "../share/channel.ts";
import type { HeldItem } from "../sense/held-item.ts";
import type { Reading } from "../sense/imported.ts";
import type { Post } from "../share/mail-digest.ts";
import type { Vault } from "../sense/note.ts";
import type { DocumentOrigin, Feed, NoFeed } from "../seek/feed.ts";
import type { ReadApart } from "../seek/refresh.ts";
import type { Digest } from "../seek/digest.ts";
import type { ReadablePage } from "../seek/save.ts";
import type { SourceList } from "../seek/source-list.ts";
import type { ProgramRun } from "../seek/ask.ts";
import type { FetchOutcome, Web } from "../seek/fetch.ts";
import type { Rehearsal } from "../demo/rehearsal.ts";
import type { Store } from "../store/store.ts";
import type { Home } from "../machine/home.ts";
import type { ScreenPlay } from "../term/screen.ts";

/** The options every command takes, before or after its words. */
export interface Flags {
  mode: "human" | "json" | "jsonl" | "plain" | "ids";
  /** What ids end with: a line feed, or NUL with -0. */
  separator: "\n" | "\0";
  isQuiet: boolean;
  isVerbose: boolean;
  isDebug: boolean;
  /** False with --no-input or where stdin or stdout is no terminal: nothing is asked. */
  mayAsk: boolean;
  /** -y: the answer to every question is yes. */
  isYes: boolean;
  isDryRun: boolean;
  /** --color; left out where it was not given. */
  colour?: "always" | "never" | "auto";
  /** --limit; null when not given, 0 is no limit. */
  limit: number | null;
}

/** Reading of documents, pure. */
export interface Readers {
  readFeed(bytes: Uint8Array, origin: DocumentOrigin): Feed | NoFeed;
  htmlToText(html: string): string;
  /** What `seek check` prints of a document. */
  checkOf(input: string, result: Feed | NoFeed): CheckReport;
  /** Addresses of the links in a page's text, in order, each once; relative ones are resolved against `base`. */
  linksIn(html: string, base: string | null): readonly string[];
  /** The feeds of an OPML document; null when it is none. */
  readOpml(bytes: Uint8Array): Promise<SourceList | null>;
  /** Sources as an OPML document. */
  writeOpml(sources: readonly ListedSource[]): Promise<string>;
  /** The people of an address book; null when it is none. */
  readVcards(bytes: Uint8Array): Promise<readonly Card[] | null>;
  writeVcards(cards: readonly Card[]): Promise<string>;
  /** The mirror as a page or a picture. */
  drawMirror(drawing: MirrorDrawing, form: "html" | "svg"): Promise<string>;
  /** What another service handed out, of the kind wanted or any; null when it is nothing that is known. */
  recognise(bytes: Uint8Array, kind: string | null): Promise<Reading | null>;
  /** The readable text of a web page or a plain text, with what the page says of itself; null when there is none to read. */
  readPage(bytes: Uint8Array, origin: DocumentOrigin): Promise<ReadablePage | null>;
}

/** A document that the person named or piped in. */
export interface InputDocument {
  /** As named, or "standard input". */
  name: string;
  bytes: number;
  isFolder: boolean;
  /** Whether it begins so; told by its first bytes, whatever they are. */
  startsWith(isIt: (beginning: string) => boolean): boolean;
  /** Its lines without line feeds, from the first, each time it is called. Throws PkmError("failed") for one that is no UTF-8. */
  lines(): Iterable<{ no: number; text: string }>;
  /** All of it; throws PkmError("failed") where that is more than is read at once. */
  whole(): Uint8Array;
}

/** What a backup holds. */
export interface BackupHeld {
  /** When it was made. */
  made: string;
  /** Migrations its store has had. */
  schema: number;
  counts: Readonly<Record<string, number>>;
  bytes: number;
}

export interface BackupMade extends BackupHeld {
  file: string;
}

export interface Salvaged extends BackupMade {
  /** Tables of which something could not be read. */
  broken: readonly string[];
}

export interface Restored extends BackupMade {
  /** Where what stood was moved to. */
  aside: readonly string[];
}

/** Backups of this home, made whole and put back whole. */
export interface Backups {
  /** Where they go when nothing else is said. */
  folder: string;
  /** The present instant as file names have it. */
  stamp(): string;
  /** Throws PkmError("usage") with `again` as its mend where the file is there and may not be replaced. */
  make(file: string, may: { mayReplace: boolean; again: string }): BackupMade;
  /** Reads it through; throws PkmError("failed") when it is none, or damaged. */
  check(file: string): BackupHeld;
  /** Paths that a restore would move aside. */
  stands(): readonly string[];
  /**
   * Keeps what can be read of a damaged store, with notes and config.toml, in a new backup; the store stays as it is.
   * Throws PkmError("failed") where nothing can be read.
   */
  salvage(): Salvaged;
  /** Takes away half-written copies that killed processes left beside the store. */
  clear(): void;
  /** Throws PkmError("try-later") while another pkm has the store open. */
  restore(file: string): Promise<Restored>;
}

export interface DigestForms {
  markdown(digest: Digest): string;
  /** A whole page that is a mail's HTML part too. */
  page(digest: Digest): string;
  /** An Atom feed of its lines. */
  feed(digest: Digest): string;
}

/** Writing of what is held, pure. */
export interface HeldForms {
  itemsCsv(held: readonly HeldItem[]): string;
  itemsAtom(held: readonly HeldItem[], about: { title: string; now: Instant }): string;
  itemMarkdown(held: HeldItem): { name: string; text: string };
  webAnnotations(held: readonly HeldItem[]): string;
}

/** The person at the other end of the streams. */
export interface Person {
  /** All of stdin as bytes; empty when stdin is a terminal. */
  readStdin(): Promise<Uint8Array>;
  /** True when there is something piped in. */
  hasStdin: boolean;
  /** Opens $VISUAL or $EDITOR on `text`; null when nothing was changed or nothing is left. */
  edit(text: string, extension: string): Promise<string | null>;
  /** Asks yes or no on stderr; where nothing may be asked throws PkmError("usage") naming `flag`. */
  confirm(question: string, flag: string): Promise<boolean>;
  /** One line as answer to a question on stderr; null at the end of input. */
  ask(question: string): Promise<string | null>;
  /** Plays on the whole screen until the play is over; the terminal is as before on every way out. */
  playScreen(play: ScreenPlay): Promise<void>;
  /** Shows an http(s) page in the person's browser. */
  openUrl(url: string): Promise<void>;
  /** Puts out a part of a long answer at once, for people; what follows is the report. */
  show(text: string): Promise<void>;
  /** A line about progress on stderr, replaced by the next; nothing where stderr is no terminal. Empty clears it. */
  progress(line: string): void;
  /** Screen columns, or null when stdout is no terminal. */
  columns: number | null;
}

/** config.toml, for the commands that show and edit it. */
export interface ConfigFile {
  /** The text as the person left it, with what could not be saved the last time; null when there is none. */
  read(): string | null;
  /** Throws PkmError("config") for a text that is wrong: then the file stays as it was, and the text is read again next time. */
  save(text: string): Promise<void>;
}

export interface Context {
  /** Every command there is, for help. */
  commands: readonly CommandEntry[];
  flags: Flags;
  clock: Clock;
  home: Home;
  person: Person;
  env: Readonly<Record<string, string | undefined>>;
  configFile(): Promise<ConfigFile>;
  store(): Promise<Store>;
  vault(): Promise<Vault>;
  backups(): Promise<Backups>;
  /** The program that copies the folder of `file` between machines, and that folder; null when none is known to. */
  syncedBy(file: string): Promise<{ name: string; folder: string } | null>;
  /** Another folder of notes, to be read. */
  notesIn(folder: string): Promise<Vault>;
  web(): Promise<Web>;
  readers(): Promise<Readers>;
  /** Opens a thread that reads documents; null where there is but one processor. */
  readApart: () => Promise<ReadApart | null>;
  /** Has V8 spare memory until the result is called. */
  keepHeapSmall: () => Promise<() => void>;
  /** What is held, in forms of other programs. */
  heldForms(): Promise<HeldForms>;
  /** Runs a program that the person named as a source, without a shell; whatever it does is an outcome. */
  runProgram(run: ProgramRun): Promise<FetchOutcome>;
  /** The channel of that kind; throws PkmError("usage") naming the kinds there are. */
  channel(kind: string): Promise<Channel>;
  /** Resolves a secret reference; throws PkmError("credentials"). */
  secret(reference: string): string;
  /** The way out for channels, opened at the first call. */
  http: ChannelWorld["http"];
  /** What channels keep between runs. */
  memory: ChannelWorld["memory"];
  /** Puts another secret where the reference says, in one step; throws PkmError("usage") for an empty one. */
  keepSecret(reference: string, secret: string): void;
  /** Reads a file the person named; throws PkmError("not-found"). "-" is stdin. */
  readFile(path: string): Promise<Uint8Array>;
  /** Opens a file or folder the person named, or what is piped in for "-"; throws PkmError("not-found"). */
  document(path: string): Promise<InputDocument>;
  /** Writes a long answer piece by piece: to a new file as writeFile does, readable by its owner alone; to stdout where `path` is null. */
  writeParts(path: string | null, parts: Iterable<string>, may: { mayReplace: boolean; again: string }): Promise<void>;
  /** Writes a new folder as a whole; throws as writeFile does. One that is replaced is moved aside. */
  writeFolder(
    path: string,
    files: Iterable<{ path: string; content: string | Uint8Array }>,
    may: { mayReplace: boolean; again: string },
  ): void;
  /** Writes a file the person named; throws PkmError("usage") with `again` as its mend where there is one and it may not be replaced. */
  writeFile(path: string, content: string | Uint8Array, may: { mayReplace: boolean; again: string }): void;
  /** Names of the lists of feeds that come with pkm. */
  packNames(): Promise<readonly string[]>;
  /** One of them, as OPML; throws PkmError("not-found"). */
  pack(name: string): Promise<Uint8Array>;
  /**
   * From here on, until the context is closed, no other pkm of this home fetches or delivers a digest. Waits up to 10
   * seconds, then throws PkmError("try-later"). What it answers gives the run up before that.
   */
  holdRun(): Promise<() => void>;
  /** Absolute paths of Node and of this program: what a command line of ours begins with. */
  program: readonly string[];
  /** What this machine runs by itself. */
  timers(): Promise<Timers>;
  /** Digests as documents. */
  digestForms(): Promise<DigestForms>;
  /** The person's own mailbox, for digests; throws PkmError("config") where config.toml does not say how to reach it. */
  post(): Promise<Post>;
  /** A throw-away home with a feed server beside it, in which other command lines can be played. */
  rehearse(): Promise<Rehearsal>;
  /** Closes what was opened. */
  close(): Promise<void>;
}
