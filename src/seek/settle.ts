// What a refresh ends with: rules are held against what came, old items are let go, stories told again are found.
export interface SettleStore {
  rules: { catchUp(): void };
  shelf: { letGo(usualDays: number | null): number; empty(days: number): number };
  echoes: { catchUp(itemsMax: number): number };
  origins: { catchUp(itemsMax: number): number };
}

export interface SettleWish {
  /** Days after which items are let go where their source does not say; null is never. */
  shelfDays: number | null;
  /** Days after which the bodies of items that were let go are dropped; null keeps all. */
  retainDays: number | null;
}

export interface Settled {
  /** Items let go unread, and items whose bodies were dropped. */
  letGo: number;
  emptied: number;
}

/** Looking an item up among all others takes about a third of a millisecond; what is left is looked at the next time. */
const echoItemsMax = 300;

/** A run that brings more leaves its words to the next search, which says so: indexing so many takes half a second. */
const indexedMax = 2000;

/** How many items a run brought, new or changed. */
interface Brought {
  brought: number;
}

/** Keep rules are held before anything is let go. */
export function settle(
  { rules, shelf, echoes, origins }: SettleStore,
  { shelfDays, retainDays }: SettleWish,
  items: Brought,
): Settled {
  rules.catchUp();
  const letGo = shelf.letGo(shelfDays);
  const emptied = retainDays === null ? 0 : shelf.empty(retainDays);
  if (isUsual(items)) {
    echoes.catchUp(Math.min(echoItemsMax, items.brought));
    origins.catchUp(items.brought);
  }
  return { letGo, emptied };
}

/** Indexes as much as came, the newest first, so that a daily run leaves nothing to the next search. */
export function indexSome(search: { catchUp(whenLocked: "skip", docsMax: number): number }, items: Brought): void {
  if (isUsual(items)) search.catchUp("skip", items.brought);
}

/**
 * A run that brought very much, such as a first one, does not wait for what can be done later, and one that brought
 * nothing stays as short as it is; searches and digests go on with what is left.
 */
function isUsual({ brought }: Brought): boolean {
  return brought > 0 && brought <= indexedMax;
}
