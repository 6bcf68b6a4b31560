/** What a tile or strip holds cannot be decoded. The message says why: half a sentence. */
export class DamagedBlock extends Error {}
