import type Database from 'better-sqlite3';

/** An open lab database. Whoever opens it closes it: `db.close()`. */
export type Db = Database.Database;
