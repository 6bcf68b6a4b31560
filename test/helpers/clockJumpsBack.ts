/* Loaded before a program (`node --import`): two seconds after its start its clock is put back by a day, as a station's is
 * when it finds a time server at last. What counts milliseconds since the start goes on. */

const dayMs = 86_400_000;
const jumpAfterMs = 2000;

const RealDate = Date;
const shiftMs = () => (performance.now() < jumpAfterMs ? 0 : dayMs);

globalThis.Date = class extends RealDate {
  constructor(...given: readonly unknown[]) {
    if (given.length === 0) super(RealDate.now() - shiftMs());
    else super(...(given as [number]));
  }

  static override now(): number {
    return RealDate.now() - shiftMs();
  }
} as DateConstructor;
