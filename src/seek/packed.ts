// The words of entries as the store keeps them: packed together, each read out of its frame only where it is asked for.

/** What one document brought, or a part of it, in one zstd frame. */
export interface PackedFrame {
  bytes: Uint8Array;
  /** How many entries have their words in it. */
  count: number;
}

/** Where the words of one entry lie in their frame. */
export interface PackedPlace {
  /** Where they begin, in bytes of the unpacked frame. */
  bodyAt: number;
  /** Lengths in bytes of UTF-8 of what follows on each other there; null: there is none. */
  summaryBytes: number | null;
  htmlBytes: number | null;
  /** -1: the text is what the HTML says, and read out of it. */
  textBytes: number | null;
}

export interface PackedWords {
  frame: PackedFrame;
  place: PackedPlace;
}
