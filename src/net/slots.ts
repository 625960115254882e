// Turns at something of which only so many may be had at once: connections to a host, large bodies.

/** Gives the slot back; a second call does nothing. */
export type Release = () => void;

export interface Slots {
  /** Resolves to the release of a slot under `key`, or to null when none came free within `waitMs` (or on close). */
  take(key: string, limits: { max: number; waitMs: number }): Promise<Release | null>;
  /** Nobody who waits gets a slot any more. */
  close(): void;
}

interface Queue {
  taken: number;
  /** First come, first served; a Set, so that one who gives up leaves in constant time. */
  waiting: Set<(release: Release | null) => void>;
}

/** Slots of which none is taken. */
export function openSlots(): Slots {
  const queues = new Map<string, Queue>();

  function releaseOf(key: string, queue: Queue): Release {
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const [next] = queue.waiting;
      if (next !== undefined) {
        next(releaseOf(key, queue));
        return;
      }
      queue.taken -= 1;
      if (queue.taken === 0) queues.delete(key);
    };
  }

  return {
    take(key, { max, waitMs }) {
      const queue = queues.get(key) ?? { taken: 0, waiting: new Set() };
      queues.set(key, queue);
      if (queue.taken < max) {
        queue.taken += 1;
        return Promise.resolve(releaseOf(key, queue));
      }
      return waitIn(queue, waitMs);
    },
    close() {
      for (const queue of queues.values()) for (const turn of queue.waiting) turn(null);
    },
  };
}

function waitIn(queue: Queue, waitMs: number): Promise<Release | null> {
  return new Promise((resolve) => {
    const turn = (release: Release | null): void => {
      clearTimeout(timer);
      queue.waiting.delete(turn);
      resolve(release);
    };
    const timer = setTimeout(turn, waitMs, null);
    queue.waiting.add(turn);
  });
}
