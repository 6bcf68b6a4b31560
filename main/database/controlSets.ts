import { z } from 'zod';
import { cellClasses } from '../domain/cellClass.ts';
import { countClasses } from '../domain/classCounts.ts';
import {
  type ControlItem,
  type ControlSet,
  type ControlSetOrigin,
  controlSetOrigins,
} from '../domain/controlSet.ts';
import { appendAudit } from './audit.ts';
import type { Db } from './db.ts';
import { prepare } from './prepare.ts';
import { readRow, readRows } from './readRows.ts';
import { assertOneChanged, inTransaction, translating } from './transaction.ts';

export interface NewControlSet {
  readonly origin: ControlSetOrigin;
  readonly source: string;
  /** over class and content of its items */
  readonly sha256: string;
  readonly items: readonly ControlItem[];
  readonly person: string;
}

const setSchema = z.object({
  version: z.int(),
  origin: z.enum(controlSetOrigins),
  source: z.string(),
  sha256: z.string(),
  person: z.string(),
  at: z.string(),
});

const itemSchema = z
  .object({
    sha256: z.string(),
    cell_class: z.enum(cellClasses),
    extension: z.string(),
    slide_sha256: z.string().nullable(),
  })
  .transform(
    (row): ControlItem => ({
      sha256: row.sha256,
      cellClass: row.cell_class,
      extension: row.extension,
      slideSha256: row.slide_sha256 ?? undefined,
    }),
  );

/** Every version of the control set, the one that models are judged on last. */
export function listControlSets(db: Db): readonly ControlSet[] {
  return translating(db, 'list the control sets', () => {
    const select = 'SELECT version, origin, source, sha256, person, at FROM control_sets ORDER BY version';
    return readRows(setSchema, prepare(db, select).all()).map((set) => {
      const items = listControlItems(db, set.version);
      const slides = new Set(items.flatMap(({ slideSha256 }) => slideSha256 ?? []));
      return { ...set, counts: countClasses(items), slideCount: slides.size };
    });
  });
}

/** The pictures of one version, in the order of their hashes. */
export function listControlItems(db: Db, version: number): readonly ControlItem[] {
  const select = `SELECT sha256, cell_class, extension, slide_sha256 FROM control_items
    WHERE control_set_version = ? ORDER BY sha256`;
  return translating(db, 'list the control set', () =>
    readRows(itemSchema, prepare(db, select).all(version)),
  );
}

/** Locks a control set as the next version; on disk when this returns. */
export function recordControlSet(db: Db, set: NewControlSet): ControlSet {
  return inTransaction(db, 'lock the control set', () => {
    const { origin, source, sha256, person, items } = set;
    const at = new Date().toISOString();
    const version = nextControlSetVersion(db);
    const insertSet = prepare(
      db,
      'INSERT INTO control_sets (version, origin, source, sha256, person, at) VALUES (?, ?, ?, ?, ?, ?)',
    );
    assertOneChanged(insertSet.run(version, origin, source, sha256, person, at), 'control_sets');
    const insertItem = prepare(
      db,
      `INSERT INTO control_items (control_set_version, sha256, cell_class, extension, slide_sha256)
      VALUES (?, ?, ?, ?, ?)`,
    );
    for (const item of items) {
      const { cellClass, extension, slideSha256 } = item;
      const values = [version, item.sha256, cellClass, extension, slideSha256 ?? null];
      assertOneChanged(insertItem.run(...values), 'control_items');
    }
    const details = { version, origin, items: items.length, sha256 };
    appendAudit(db, {
      actor: person,
      action: 'control-set-locked',
      subject: `control-set-${version}`,
      details,
      at,
    });
    const slides = new Set(items.flatMap(({ slideSha256 }) => slideSha256 ?? []));
    const described = { version, origin, source, sha256, person, at };
    return { ...described, counts: countClasses(items), slideCount: slides.size };
  });
}

/** The version that the next control set gets. */
export function nextControlSetVersion(db: Db): number {
  const select = 'SELECT coalesce(max(version), 0) + 1 FROM control_sets';
  return translating(db, 'read the control sets', () => readRow(z.int(), prepare(db, select).pluck().get()));
}

/** What no training may learn: contents of all pictures that were ever locked, and of the slides that they were cut
 *  from. */
export function readControlHashes(db: Db): {
  readonly pictures: ReadonlySet<string>;
  readonly slides: ReadonlySet<string>;
} {
  return translating(db, 'read the control sets', () => {
    const all = (select: string) => new Set(readRows(z.string(), prepare(db, select).pluck().all()));
    return {
      pictures: all('SELECT DISTINCT sha256 FROM control_items'),
      slides: all('SELECT DISTINCT slide_sha256 FROM control_items WHERE slide_sha256 IS NOT NULL'),
    };
  });
}
