// How the target of a link is compared with the names of notes.

/** A name as links are compared: case, Unicode form and white space do not matter. */
export function foldName(name: string): string {
  return name.normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim();
}

/** The target as the file it names is called: `My%20note.md` is `My note.md`. */
export function decoded(target: string): string {
  if (!target.includes("%")) return target;
  try {
    return decodeURIComponent(target);
  } catch (thrown) {
    // A lone % is a %.
    if (thrown instanceof URIError) return target;
    throw thrown;
  }
}

/** The folded last part of a path or target, without `.md`: what a file is called in [[links]]. */
export function slugOf(path: string): string {
  const last = path.slice(path.lastIndexOf("/") + 1);
  return foldName(last.replace(/\.md$/i, ""));
}

/** The paths inside the notes folder that `target`, written in the note at `from`, may mean; the nearest first. */
export function pathsFor(target: string, from: string): readonly string[] {
  const folder = from.includes("/") ? from.slice(0, from.lastIndexOf("/") + 1) : "";
  const bases = target.startsWith("/") ? [target.slice(1)] : [folder + target, target];
  const paths = bases.map(normal).filter((path) => path !== null);
  return [...new Set(paths.map((path) => (/\.md$/i.test(path) ? path : `${path}.md`)))];
}

/** The path without `.` and `..`; null when it leads out of the folder. */
function normal(path: string): string | null {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/");
}
