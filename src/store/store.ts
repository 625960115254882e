// The store as one thing: every noun's queries over one open database.
import type { Clock } from "../base/clock.ts";
import type { AnswerShelf, FeedbackShelf, GroundShelf, Outbox, ReleaseShelf, ShareShelf } from "../share/desk.ts";
import type { ReplyShelf } from "../share/filing.ts";
import { openAccounts, type Accounts } from "./accounts.ts";
import { openAnswers } from "./answers.ts";
import type { ArchiveShelf } from "../share/archive.ts";
import { openAnnotations, type Annotations } from "./annotations.ts";
import { openAttention, type Attention } from "./attention.ts";
import { openArchive } from "./archive.ts";
import { openChanges, type Changes } from "./changes.ts";
import { openChecks, type Checks } from "./checks.ts";
import { openCommunities, type Communities } from "./communities.ts";
import { openContexts, type Contexts } from "./contexts.ts";
import { openDatabase, type Db } from "./database.ts";
import { openEchoes, type Echoes } from "./echoes.ts";
import { openFeedback } from "./feedback.ts";
import { openExchanges, type Exchanges } from "./exchanges.ts";
import { openDerived, type Derived } from "./derived.ts";
import { doubtIfCopied } from "./doubted.ts";
import { openDigests, type Digests } from "./digests.ts";
import { openGrounds } from "./grounds.ts";
import { openIds, type Ids } from "./ids.ts";
import { openItems, type Items } from "./items.ts";
import { openMirrors, type Mirrors } from "./mirror.ts";
import { openOrigins, type Origins } from "./origins.ts";
import { openOffers, type Offers } from "./offers.ts";
import { openOutbox } from "./outbox.ts";
import { openPages, type Pages } from "./pages.ts";
import { openPeople, type People } from "./people.ts";
import { openLinks, type Links } from "./links.ts";
import { openNotes, type Notes } from "./notes.ts";
import { deriving } from "./deriving.ts";
import { openRefs, type Refs } from "./refs.ts";
import { openRelations } from "./relations.ts";
import { openReleases } from "./releases.ts";
import { openReplies } from "./replies.ts";
import { openRules, type Rules } from "./rules.ts";
import { openSearch, type Search } from "./search/search.ts";
import { openShelf, type Shelf } from "./shelf.ts";
import { openShares } from "./shares.ts";
import { openSources, type Sources } from "./sources.ts";
import { openStandings, type Standings } from "./standing.ts";
import { openStates, type States } from "./states.ts";
import { openTags, type Tags } from "./tags.ts";
import { openTraits } from "./traits.ts";
import { openTraces } from "./traces.ts";
import { openWeekly, type Weekly } from "./weekly.ts";
import { openStories, type Stories } from "./stories.ts";
import { openWhose, type Whose } from "./who.ts";
import type { TraceStore } from "../share/trace.ts";
import type { NoteTraits } from "../sense/bridges.ts";
import type { Relations } from "../sense/related.ts";

export interface Store {
  ids: Ids;
  changes: Changes;
  refs: Refs;
  sources: Sources;
  items: Items;
  pages: Pages;
  traces: TraceStore;
  notes: Notes;
  links: Links;
  tags: Tags;
  contexts: Contexts;
  annotations: Annotations;
  checks: Checks;
  search: Search;
  relations: Relations;
  /** What notes in contexts may have in common. */
  traits: { ofNotes(): readonly NoteTraits[] };
  rules: Rules;
  shelf: Shelf;
  echoes: Echoes;
  derived: Derived;
  digests: Digests;
  standings: Standings;
  weekly: Weekly;
  attention: Attention;
  people: People;
  accounts: Accounts;
  origins: Origins;
  stories: Stories;
  mirrors: Mirrors;
  exchanges: Exchanges;
  whose: Whose;
  communities: Communities;
  shares: ShareShelf;
  releases: ReleaseShelf;
  offers: Offers;
  feedback: FeedbackShelf;
  replies: ReplyShelf;
  outbox: Outbox;
  answers: AnswerShelf;
  grounds: GroundShelf;
  archive: ArchiveShelf;
  states: States;
  /** Runs `act` in one immediate transaction (joined when one is open). */
  transact<Result>(act: () => Result): Result;
  /** As transact, for what is worked out of files or other rows and could be again. */
  derive<Result>(act: () => Result): Result;
  close(): void;
}

/** Opens the store at `path` (":memory:" for tests); throws PkmError as openDatabase does. */
export function openStore(path: string, clock: Clock): Store {
  const db = openDatabase(path);
  if (!db.memory) doubtIfCopied(db, path, clock);
  return assemble(db, clock);
}

function assemble(db: Db, clock: Clock): Store {
  const ids = openIds(db);
  const links = openLinks(db);
  const releases = openReleases(db, ids, clock);
  const feedback = openFeedback(db, ids, clock);
  const search = openSearch(db);
  const rules = openRules(db, search, clock);
  const items = openItems(db, ids, clock);
  const notes = openNotes(db, links, clock);
  const contexts = openContexts(db, clock);
  const annotations = openAnnotations(db, ids, clock);
  const people = openPeople(db, ids, clock);
  const communities = openCommunities(db, ids, clock);
  return {
    ids,
    changes: withRules(openChanges(db, clock), rules),
    refs: openRefs(db, ids),
    sources: openSources(db, ids, clock),
    items,
    pages: openPages(db, clock),
    traces: openTraces(db),
    notes,
    links,
    tags: openTags(db, clock),
    contexts,
    annotations,
    checks: openChecks(db, ids, clock),
    relations: openRelations(db),
    traits: openTraits(db),
    search,
    rules,
    shelf: openShelf(db, clock),
    echoes: openEchoes(db),
    derived: openDerived(db),
    digests: openDigests(db, clock),
    standings: openStandings(db),
    weekly: openWeekly(db, clock),
    attention: openAttention(db, clock),
    people,
    accounts: openAccounts(db),
    origins: openOrigins(db),
    stories: openStories(db),
    mirrors: openMirrors(db),
    exchanges: openExchanges(db),
    whose: openWhose(db),
    communities,
    shares: openShares(db, ids, { clock, releases, feedback }),
    releases,
    feedback,
    offers: openOffers(db),
    replies: openReplies(db, ids, clock),
    outbox: openOutbox(db, clock),
    answers: openAnswers(db, clock),
    grounds: openGrounds(db, { annotations, items, notes, contexts, people, communities }),
    archive: openArchive(db, clock),
    states: openStates(db, ids, clock),
    ...openTransactions(db),
    close: () => db.close(),
  };
}

function openTransactions(db: Db): Pick<Store, "transact" | "derive"> {
  const transact = <Result>(act: () => Result): Result => (db.inTransaction ? act() : db.transaction(act).immediate());
  return { transact, derive: (act) => deriving(db, () => transact(act)) };
}

/** A rule that undo or redo brings to life holds at once, for what is there. */
function withRules(changes: Changes, rules: Rules): Changes {
  return {
    ...changes,
    undo(change) {
      changes.undo(change);
      rules.catchUp();
    },
    redo(change) {
      changes.redo(change);
      rules.catchUp();
    },
  };
}
