import { join } from 'node:path';
import { z } from 'zod';
import type { SlideEntry } from '../../main/domain/slide.ts';
import type { OpenedSlide } from '../../main/slides/tiles.ts';
import { createStationClient, type StationClient } from '../../main/station/stationClient.ts';
import { type RoundProcess, startRoundProcess } from './roundProcess.ts';
import type { WalkTile } from './viewerWalk.ts';

/** How tiles are cut and coded, by both sides alike. */
export interface TileForm {
  readonly tilePx: number;
  readonly overlapPx: number;
  readonly quality: number;
}

/** Requests that a viewer has under way: OpenSeadragon's usual limit is 6 to 8 a host. */
export const inFlight = 8;

/** Latencies of one walk, in the order of its tiles: of a new process, and of the same tiles asked again. */
export interface WalkLatencies {
  readonly cold: readonly number[];
  readonly warm: readonly number[];
}

const tilesSchema = z.object({ latenciesMs: z.array(z.number()), bytes: z.number() });
const helloSchema = z.object({ name: z.string(), widthPx: z.number(), heightPx: z.number() });
const showSchema = z.object({ jpeg: z.string() });
const opensSchema = z.object({ latenciesMs: z.array(z.number()) });

/** Our side: client, station, reader, and back, from a new station. */
export async function walkThroughStation(
  entry: SlideEntry,
  form: TileForm,
  tiles: readonly WalkTile[],
): Promise<WalkLatencies> {
  const station = createStationClient();
  try {
    const opened = await station.openSlide(entry);
    const cold = await timeTiles(station, opened, { form, tiles });
    return { cold, warm: await timeTiles(station, opened, { form, tiles }) };
  } finally {
    await station.dispose();
  }
}

/** Asks for tiles in their order with `inFlight` under way.
 *  @param onTile is called after each */
export async function timeTiles(
  station: StationClient,
  { handle }: OpenedSlide,
  asked: { readonly form: TileForm; readonly tiles: readonly WalkTile[]; readonly onTile?: () => void },
): Promise<readonly number[]> {
  const { form, tiles, onTile } = asked;
  const latenciesMs: number[] = new Array(tiles.length).fill(0);
  let next = 0;
  const askInTurn = async () => {
    for (let index = next; index < tiles.length; index = next) {
      next += 1;
      const startedAt = performance.now();
      await station.readTile(handle, { ...(tiles[index] as WalkTile), ...form });
      latenciesMs[index] = performance.now() - startedAt;
      onTile?.();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, askInTurn));
  return latenciesMs;
}

/** OpenSlide's own tiles in Python, in a process of its own. */
export interface DeepZoomPeer {
  readonly name: string;
  walk(form: TileForm, tiles: readonly WalkTile[]): Promise<readonly number[]>;
  show(form: TileForm, tile: WalkTile): Promise<Uint8Array>;
  timeOpenings(count: number): Promise<readonly number[]>;
  dispose(): Promise<void>;
}

export async function startDeepZoomPeer(python: string, path: string): Promise<DeepZoomPeer> {
  const script = join(import.meta.dirname, 'slidePeers', 'deepzoom_rounds.py');
  const process: RoundProcess = startRoundProcess('OpenSlide in Python', [python, script], {});
  const { name } = helloSchema.parse(await process.ask({ path }));
  const toTriple = ({ level, column, row }: WalkTile) => [level, column, row] as const;
  return {
    name,
    async walk(form, tiles) {
      const question = { tiles: tiles.map(toTriple), threads: inFlight, ...form };
      return tilesSchema.parse(await process.ask(question)).latenciesMs;
    },
    async show(form, tile) {
      const { jpeg } = showSchema.parse(await process.ask({ show: toTriple(tile), ...form }));
      return Buffer.from(jpeg, 'base64');
    },
    timeOpenings: async (opens) => opensSchema.parse(await process.ask({ opens })).latenciesMs,
    dispose: () => process.dispose(),
  };
}

/** Their side, from a new process. */
export async function walkThroughPeer(
  python: string,
  path: string,
  { form, tiles }: { readonly form: TileForm; readonly tiles: readonly WalkTile[] },
): Promise<WalkLatencies> {
  const peer = await startDeepZoomPeer(python, path);
  try {
    const cold = await peer.walk(form, tiles);
    return { cold, warm: await peer.walk(form, tiles) };
  } finally {
    await peer.dispose();
  }
}
