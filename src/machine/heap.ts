// Keeps V8's heap small for a while, where the usual haste would take memory that is not given back for seconds.
import { setFlagsFromString } from "node:v8";

/**
 * From now on garbage is collected before the heap grows, in every thread, until what it returns is called. V8 reads the
 * flag at each collection; it is undone because what V8 compiles meanwhile is kept for programs with the same flags only.
 */
export function keepHeapSmall(): () => void {
  setFlagsFromString("--optimize-for-size");
  return () => setFlagsFromString("--no-optimize-for-size");
}
