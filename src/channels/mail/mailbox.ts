// A mailbox that answers and copies arrive in: what can be asked of one, whatever it lies in.

/** What is looked for in a mailbox. */
export interface BoxSearch {
  /** Where the last search ended; null at the first. */
  cursor: string | null;
  /** Nothing that arrived before this day is wanted. */
  since: Date;
  /** Whether the message with this head (unfolded lines) is wanted. Called once for each, oldest first. */
  isWanted(head: string): boolean;
}

export interface Box {
  /** Which it is, in the words of its setting. */
  name: string;
  /** The wanted messages, oldest first, each cut at messageBytesMax. */
  read(search: BoxSearch): Promise<{ messages: readonly Uint8Array[]; cursor: string | null }>;
  /** Whether a message with this Message-ID lies there; one that came before `since` need not be looked at. */
  has(messageId: string, since: Date | null): Promise<boolean>;
  /** Tries to get in; tells what is there, in a few words. */
  look(): Promise<string>;
}

/** A longer message is read to here: an answer stands at its beginning, and what follows is attached. */
export const messageBytesMax = 1_048_576;
