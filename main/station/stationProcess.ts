import { LabError } from '../domain/labError.ts';
import { createTileService } from '../slides/tiles.ts';
import { answerCall } from './answerCall.ts';
import { requestSchema, type StationReply, type StationSettings, stationSettingsSchema } from './messages.ts';

/* Entry point of the station process. Started by stationClient; leaves when its channel closes. */

/** Closing slides is quick; whatever hangs then does not keep the process. */
const leaveWithinMs = 3000;

const tiles = createTileService(readSettings(process.argv[2]));
const running = new Map<number, AbortController>();

// Ctrl-C at a terminal reaches the whole process group: the parent decides what stops
process.on('SIGINT', () => undefined);
process.on('SIGHUP', () => undefined);
process.once('disconnect', () => void leave());
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
    reply({ callId, ok: true, value: await answerCall(tiles, request, controller.signal) });
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

async function leave(): Promise<void> {
  for (const controller of running.values()) controller.abort();
  setTimeout(() => process.exit(1), leaveWithinMs).unref();
  await tiles.dispose();
  process.exit(0);
}

function readSettings(text: string | undefined): StationSettings {
  return stationSettingsSchema.parse(JSON.parse(text ?? '{}'));
}
