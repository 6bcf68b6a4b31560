import { useEffect, useRef } from 'react';
import type { LabEventName, LabEvents } from '../../preload/contract/events.ts';
import { onLabEvent } from '../lab.ts';

/** Hears an event of the lab while the component is shown. */
export function useLabEvent<Name extends LabEventName>(
  name: Name,
  listener: (event: LabEvents[Name]) => void,
): void {
  const newest = useRef(listener);
  newest.current = listener;
  useEffect(() => onLabEvent(name, (event) => newest.current(event)), [name]);
}
