import type { LabSettings } from './labSettings.ts';
import { areScanHours, msUntilScanHours, type ScanHours } from './scanHours.ts';

/** What the lab has set for scans that nobody watches. */
export interface ScanPolicy {
  /** undefined: at any time */
  readonly hours: ScanHours | undefined;
  /** free bytes on the database's disk below which no scan is begun */
  readonly leastFreeBytes: number;
  /** a scan without progress for so long is ended */
  readonly stallMs: number;
  /** a compute process that holds more is ended */
  readonly memoryBytes: number;
}

/** Share of the machine's memory that a scan may hold unless the lab has set it. */
const memoryShare = 0.75;

export function policyOf(
  settings: Pick<LabSettings, 'scanHours' | 'leastFreeDiskGb' | 'stallMinutes' | 'memoryLimitGb'>,
  totalMemoryBytes: number,
): ScanPolicy {
  const { scanHours, leastFreeDiskGb, stallMinutes, memoryLimitGb } = settings;
  return {
    hours: scanHours === 'always' ? undefined : scanHours,
    leastFreeBytes: leastFreeDiskGb * 1e9,
    stallMs: stallMinutes * 60_000,
    memoryBytes: memoryLimitGb === 0 ? totalMemoryBytes * memoryShare : memoryLimitGb * 1e9,
  };
}

/** Why the queue stands still though slides wait. */
export interface ScanHold {
  readonly reason: 'hours' | 'disk';
  /** for people */
  readonly message: string;
  /** when to look again, at the latest */
  readonly lookAgainMs: number;
  /** urgent slides are scanned all the same */
  readonly isForStatToo: boolean;
}

const lookAgainAtMostMs = 60_000;

/** @param freeBytes of the database's disk; undefined where the system does not tell
 *  @returns undefined when scans may run */
export function findScanHold(
  policy: ScanPolicy,
  now: { readonly at: Date; readonly freeBytes: number | undefined },
): ScanHold | undefined {
  const { leastFreeBytes, hours } = policy;
  if (now.freeBytes !== undefined && now.freeBytes < leastFreeBytes)
    return {
      reason: 'disk',
      message: `Only ${gigabytes(now.freeBytes)} are free on the disk of the database; scans go on when there are ${gigabytes(leastFreeBytes)}. Free some, or change the limit in the settings.`,
      lookAgainMs: lookAgainAtMostMs,
      isForStatToo: true,
    };
  if (hours === undefined || areScanHours(hours, now.at)) return undefined;
  return {
    reason: 'hours',
    message: `Slides are scanned from ${hours.from} to ${hours.to}; urgent ones at once.`,
    lookAgainMs: Math.min(lookAgainAtMostMs, Math.max(1000, msUntilScanHours(hours, now.at))),
    isForStatToo: false,
  };
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
