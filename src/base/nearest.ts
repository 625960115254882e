// "Did you mean": the known word nearest to one that is not known.

/** The word of `known` within two edits of `word` (one for short words), or null when none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  const reach = word.length <= 4 ? 1 : 2;
  let best: { word: string; edits: number } | null = null;
  for (const candidate of known) {
    // So many edits as their lengths differ by are needed at the least; a word of any length is told apart at once.
    if (Math.abs(candidate.length - word.length) > reach) continue;
    const edits = editDistance(word, candidate);
    if (edits <= reach && (best === null || edits < best.edits)) best = { word: candidate, edits };
  }
  return best?.word ?? null;
}

/** Optimal string alignment distance: insert, delete, replace, swap two neighbours. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      let edits = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        edits = Math.min(edits, (beforeLast[j - 2] ?? 0) + 1);
      row.push(edits);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
