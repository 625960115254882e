// A list of sources from another program: what it names, and what of it is not taken.

/** A feed that a list names. */
export interface ListedFeed {
  /** http or https. */
  url: string;
  /** As the list calls it, on one line; null when it does not. */
  title: string | null;
  /** Its folders from the outermost, then its categories. */
  tags: readonly string[];
}

export interface SourceList {
  feeds: readonly ListedFeed[];
  /** What is left out, in words: commands, addresses of another kind. Lines count from 1. */
  notTaken: readonly { line: number; what: string }[];
  /** Feeds that stand in the list again; they are taken once, with the tags of every place. */
  twice: readonly { line: number; url: string }[];
}
