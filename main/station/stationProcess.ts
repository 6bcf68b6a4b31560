import { LabError } from '../domain/labError.ts';
import { createTileService } from '../slides/tiles.ts';
import { answerCall } from './answerCall.ts';
import { requestSchema, type StationReply, type StationSettings, stationSettingsSchema } from './messages.ts';
import type { OpenedLab } from './openLab.ts';
import type { Emit } from './stationContext.ts';

/* Entry point of the station process. Started by stationClient; leaves when its channel closes. */

/** Putting a scan or training away takes seconds; whatever hangs then does not keep the process. */
const leaveWithinMs = 9000;

const { lab: labPlaces, ...tileSettings } = readSettings(process.argv[2]);
const tiles = createTileService(tileSettings);
let opening: Promise<OpenedLab> | undefined;
const running = new Map<number, AbortController>();

// Ctrl-C at a terminal reaches the whole process group: the parent decides what stops
process.on('SIGINT', () => undefined);
process.on('SIGHUP', () => undefined);
process.once('disconnect', () => void leave());
process.once('SIGTERM', () => void leave());
process.on('message', (message) => void receive(message));

async function receive(message: unknown): Promise<void> {
  const parsed = requestSchema.safeParse(message);
  if (!parsed.success) {
    refuse(message, parsed.error.message);
    return;
  }
  const { data } = parsed;
  if (data.kind === 'cancel') {
    running.get(data.callId)?.abort();
    return;
  }
  const { callId, request } = data;
  const controller = new AbortController();
  running.set(callId, controller);
  try {
    reply({ callId, ok: true, value: await answerCall({ tiles, lab }, request, controller.signal) });
  } catch (error) {
    reply(failureReply(callId, error));
  } finally {
    running.delete(callId);
  }
}

/** A message that is no call is a bug of the sender: said on stderr, and to the sender where it can be told. */
function refuse(message: unknown, reason: string): void {
  process.stderr.write(`station: refused a message that is no call: ${reason.replaceAll(/\s+/g, ' ')}\n`);
  const callId =
    typeof message === 'object' && message !== null && 'callId' in message ? message.callId : undefined;
  if (typeof callId === 'number')
    reply(failureReply(callId, new LabError('argument-invalid', `The station has no such call: ${reason}`)));
}

function reply(message: StationReply): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

function failureReply(callId: number, error: unknown): StationReply {
  if (error instanceof LabError) {
    const { code, message, details } = error;
    return { callId, ok: false, code, message, details, stack: undefined };
  }
  const bug = error instanceof Error ? error : new Error(String(error));
  return { callId, ok: false, code: undefined, message: bug.message, details: {}, stack: bug.stack };
}

/** The lab is opened once; a failure is told again at each call until it is mended. */
function lab(): Promise<OpenedLab> {
  if (labPlaces === undefined)
    return Promise.reject(new LabError('argument-invalid', 'This station serves slides and tiles only.'));
  opening ??= import('./openLab.ts').then(({ openLab }) => openLab(labPlaces, { tiles, emit }));
  const opened = opening;
  opened.catch(() => {
    if (opening === opened) opening = undefined;
  });
  return opened;
}

const emit: Emit = (event, payload) => {
  if (process.connected) process.send?.({ event, payload }, undefined, undefined, () => undefined);
};

async function leave(): Promise<void> {
  for (const controller of running.values()) controller.abort();
  setTimeout(() => process.exit(1), leaveWithinMs).unref();
  const lab = await opening?.catch(() => undefined);
  await lab?.close();
  await tiles.dispose();
  process.exit(0);
}

function readSettings(text: string | undefined): StationSettings {
  return stationSettingsSchema.parse(JSON.parse(text ?? '{}'));
}
