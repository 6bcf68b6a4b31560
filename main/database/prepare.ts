import type Database from 'better-sqlite3';
import type { Db } from './db.ts';

const prepared = new WeakMap<Db, Map<string, Database.Statement>>();

/** A statement of this database, compiled once: compiling costs more than running most of them.
 *  @param sql a constant of this folder, never built from what a caller gives */
export function prepare(db: Db, sql: string): Database.Statement {
  const statements = prepared.get(db) ?? new Map<string, Database.Statement>();
  prepared.set(db, statements);
  const statement = statements.get(sql) ?? db.prepare(sql);
  statements.set(sql, statement);
  return statement;
}
