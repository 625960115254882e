// A timer that counts only the time in which this program listened, so that what it was busy with is held against no server.

/** Longest stretch that is counted at once; a longer one between two looks was not spent listening. */
const stretchMs = 500;

export interface Patience {
  /** Milliseconds counted so far. */
  spentMs(): number;
  /** Nothing is counted until `resume`. */
  hold(): void;
  resume(): void;
  stop(): void;
}

/** Calls `onEnd` once `leftMs` of listening have passed, unless stopped before. */
export function openPatience(leftMs: number, onEnd: () => void): Patience {
  let left = leftMs;
  let isHeld = false;
  let timer: NodeJS.Timeout;
  let beganMs = performance.now();
  const stretch = (): number => (isHeld ? 0 : Math.min(performance.now() - beganMs, 2 * stretchMs));
  const wait = (): void => {
    beganMs = performance.now();
    const step = Math.max(0, Math.min(left, stretchMs));
    timer = setTimeout(() => {
      // Reading a large document keeps all from listening, and what came meanwhile is still to be read.
      left -= stretch();
      if (left > 0) wait();
      else onEnd();
    }, step);
  };
  wait();
  return {
    spentMs: () => leftMs - left + stretch(),
    hold: () => void (isHeld = true),
    resume: () => void (isHeld = false),
    stop: () => clearTimeout(timer),
  };
}
