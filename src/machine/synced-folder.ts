// Tells whether a file lies where another program copies files between machines: a store there is broken sooner or later.
import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";

interface Syncer {
  name: string;
  /** Names of the folders that it syncs. */
  folder?: RegExp;
  /** What it lays down in a folder that it syncs. */
  markers?: readonly string[];
}

const syncers: readonly Syncer[] = [
  { name: "Dropbox", folder: /^Dropbox(?: \(.+\))?$/, markers: [".dropbox", ".dropbox.cache"] },
  { name: "iCloud Drive", folder: /^(?:Mobile Documents|iCloud Drive|iCloudDrive)$/ },
  { name: "OneDrive", folder: /^OneDrive(?: - .+)?$/ },
  { name: "Google Drive", folder: /^(?:Google Drive|GoogleDrive(?:-.+)?|My Drive)$/, markers: [".tmp.drivedownload"] },
  { name: "a cloud drive", folder: /^CloudStorage$/ },
  { name: "Syncthing", markers: [".stfolder"] },
  {
    name: "Nextcloud",
    folder: /^(?:Nextcloud|ownCloud)\d*$/,
    markers: [".nextcloudsync.log", ".owncloudsync.log", ".sync.ffs_db"],
  },
  { name: "git", markers: [".git"] },
];

/** The program that syncs a folder above `file`, and that folder; null when none is known to. */
export function syncedBy(file: string): { name: string; folder: string } | null {
  let folder = realFolder(dirname(file));
  for (;;) {
    const here = folder;
    const syncer = syncers.find(
      ({ folder: named, markers = [] }) =>
        named?.test(basename(here)) === true || markers.some((marker) => existsSync(join(here, marker))),
    );
    if (syncer !== undefined) return { name: syncer.name, folder };
    if (dirname(folder) === folder) return null;
    folder = dirname(folder);
  }
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    // What is not there yet lies where it is said to.
    return folder;
  }
}
