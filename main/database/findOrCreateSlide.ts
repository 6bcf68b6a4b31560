import { existsSync } from 'node:fs';
import { z } from 'zod';
import type { SlideEntry, SlideId } from '../domain/slide.ts';
import type { SlideRecord } from '../domain/slideRecord.ts';
import { appendAudit } from './audit.ts';
import type { Db } from './db.ts';
import { newId } from './newId.ts';
import { prepare } from './prepare.ts';
import { readRow } from './readRows.ts';
import { listCopies, readSlide } from './slides.ts';
import { assertOneChanged, inTransaction } from './transaction.ts';

export interface NewSlide extends SlideEntry {
  /** undefined when the content cannot be read: the slide is then known by its path alone */
  readonly sha256: string | undefined;
  readonly sizeBytes: number | undefined;
  readonly isSynthetic?: boolean;
}

/** The slide of that content at that path, made when it is new. A slide that was never scanned takes the new
 *  content of its path; a scanned one keeps its cells and a new slide stands beside it. A scanned slide whose
 *  file is gone from its path was moved: it takes the new path and name, and keeps its id and reviews. A copy
 *  whose original is still there is a slide of its own. Content that cannot be read now means the newest slide
 *  of the path. */
export function findOrCreateSlide(db: Db, slide: NewSlide): SlideRecord {
  return inTransaction(db, 'record the slide', () => {
    const id =
      findSame(db, slide) ?? replaceUnscanned(db, slide) ?? moveScanned(db, slide) ?? insertSlide(db, slide);
    return readSlide(db, id);
  });
}

function findSame(db: Db, slide: NewSlide): SlideId | undefined {
  return slide.sha256 === undefined
    ? readId(db, 'path = ?', [slide.path])
    : readId(db, 'path = ? AND sha256 = ?', [slide.path, slide.sha256]);
}

function replaceUnscanned(db: Db, slide: NewSlide): SlideId | undefined {
  const id = readId(db, 'path = ? AND NOT EXISTS (SELECT 1 FROM scans WHERE slide_id = slides.id)', [
    slide.path,
  ]);
  if (id === undefined) return undefined;
  const update = prepare(
    db,
    `UPDATE slides SET name = @name, kind = @kind, sha256 = @sha256,
    size_bytes = @sizeBytes, is_synthetic = @isSynthetic, state = 'pending', failure_code = NULL,
    failure_message = NULL WHERE id = @id`,
  );
  assertOneChanged(update.run({ id, ...parametersOf(slide) }), 'slides');
  appendAudit(db, { action: 'slide-replaced', subject: id, details: { sha256: slide.sha256 ?? '' } });
  return id;
}

function moveScanned(db: Db, slide: NewSlide): SlideId | undefined {
  if (slide.sha256 === undefined) return undefined;
  const moved = listCopies(db, slide.sha256).findLast(
    (one) => one.currentScan !== undefined && !existsSync(one.path),
  );
  if (moved === undefined) return undefined;
  const update = prepare(db, 'UPDATE slides SET name = ?, path = ?, kind = ? WHERE id = ?');
  assertOneChanged(update.run(slide.name, slide.path, slide.kind, moved.id), 'slides');
  appendAudit(db, { action: 'slide-moved', subject: moved.id, details: { sha256: slide.sha256 } });
  return moved.id;
}

function insertSlide(db: Db, slide: NewSlide): SlideId {
  const id = newId() as SlideId;
  const insert = prepare(
    db,
    `INSERT INTO slides
    (id, name, path, kind, sha256, size_bytes, state, is_synthetic, created_at)
    VALUES (@id, @name, @path, @kind, @sha256, @sizeBytes, 'pending', @isSynthetic, @at)`,
  );
  assertOneChanged(insert.run({ id, ...parametersOf(slide), at: new Date().toISOString() }), 'slides');
  appendAudit(db, { action: 'slide-added', subject: id, details: { sha256: slide.sha256 ?? '' } });
  return id;
}

function parametersOf(slide: NewSlide): Readonly<Record<string, string | number | null>> {
  return {
    name: slide.name,
    path: slide.path,
    kind: slide.kind,
    sha256: slide.sha256 ?? null,
    sizeBytes: slide.sizeBytes ?? null,
    isSynthetic: slide.isSynthetic === true ? 1 : 0,
  };
}

/** The newest slide that fits. @param condition SQL of this file, never of a caller */
function readId(db: Db, condition: string, values: readonly string[]): SlideId | undefined {
  const row = prepare(db, `SELECT id FROM slides WHERE ${condition} ORDER BY rowid DESC LIMIT 1`)
    .pluck()
    .get(...values);
  return row === undefined ? undefined : (readRow(z.string(), row) as SlideId);
}
