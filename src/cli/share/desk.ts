// Wires the share flows to the context: the store's shelves, the notes folder, the channels.
import { PkmError } from "../../base/errors.ts";
import { claimNote } from "../../sense/edit-note.ts";
import type { NoteFile, Vault } from "../../sense/note.ts";
import { scanNotes } from "../../sense/scan.ts";
import type { Desk } from "../../share/desk.ts";
import { versionHash, type NoteNow } from "../../share/share.ts";
import { recorderFor, Rehearsed } from "../dry-run.ts";
import { channelWorld } from "../channel-world.ts";
import type { Context } from "../context.ts";
import { rulesFrom } from "./rules.ts";

type Store = Awaited<ReturnType<Context["store"]>>;

export interface ShareDesk extends Desk {
  store: Store;
  people: Store["people"];
  replies: Store["replies"];
  rewrite(note: NoteNow, body: string): NoteNow;
  /** The share that `ref` means: its own id or its note's. Throws PkmError("not-found"). */
  find(ref: string): string;
}

/** Opens the desk, with the index of notes brought up to the folder. */
export async function openDesk(context: Context): Promise<ShareDesk> {
  const [store, vault] = await Promise.all([context.store(), context.vault()]);
  scanNotes(vault, store);
  const { ids, shares, releases, feedback, outbox, communities, people, replies, grounds, answers, transact } = store;
  return {
    store,
    clock: context.clock,
    ids,
    shares,
    releases,
    feedback,
    outbox,
    communities,
    people,
    grounds,
    answers,
    rules: rulesFrom(context.home),
    replies,
    changes: recorderFor(context, store),
    transact,
    note: (id) => noteAt(vault, id, shares.notePath(id)),
    rewrite: (note, body) => {
      if (context.flags.isDryRun) return { ...note, body, hash: versionHash(note.title, body) };
      const file = vault.rewrite(note.path, body, note.fileHash);
      store.notes.put(file, note.id);
      return noteOf(note.id, file);
    },
    find: (ref) => findShare(store, ref),
    claim(ref) {
      // With -n nothing is written, not even an id: what is asked about is said and no more.
      if (context.flags.isDryRun && ref.endsWith(".md"))
        throw new Rehearsed(`${ref} would be given an id and go on its way`);
      return claimNote({ vault, store }, ref);
    },
    channel: (kind) => context.channel(kind),
    world: channelWorld(context),
  };
}

function noteAt(vault: Vault, id: string, path: string | null): NoteNow | null {
  if (path === null) return null;
  try {
    const file = vault.read(path);
    // Another note's file may have been put where this one was.
    return file.id === null || file.id === id ? noteOf(id, file) : null;
  } catch (thrown) {
    if (thrown instanceof PkmError && thrown.kind === "not-found") return null;
    throw thrown;
  }
}

/** Problems of a file that leave open what it says. */
const unfitting = ["broken-frontmatter", "foreign-frontmatter", "conflict-markers", "open-comment"];

function noteOf(id: string, { path, title, kind, contexts, body, hash, text, sources, problems }: NoteFile): NoteNow {
  const unfit = problems.find(({ code }) => unfitting.includes(code))?.message ?? null;
  const file = { fileHash: hash, fileText: text, sources, unfit };
  return { id, path, title, kind, contexts, body, hash: versionHash(title, body), ...file };
}

function findShare(store: Store, ref: string): string {
  const found = store.refs.find(ref, ["share", "note"]);
  if (!found.startsWith("n") && !found.endsWith(".md")) return found;
  const share = store.shares.ofNote(found);
  if (share !== null) return share.id;
  throw new PkmError("not-found", `the note ${found} was never staged`, {
    hint: `pkm share stage ${found} --with <community>`,
  });
}
