import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ControlSetContents } from '../../main/domain/controlSet.ts';
import type { GateVerdict } from '../../main/domain/gateVerdict.ts';
import type { ControlSetSummary } from '../../preload/contract/modelCalls.ts';
import { lab } from '../lab.ts';
import { useLabEvent } from './useLabEvent.ts';

/** What the gate says of a model: asked for when this is first shown, and measured unless a verdict stands.
 *  @returns `doneFraction` 0..1 while it is measured; undefined before the first figure */
export function useJudgement(fullName: string): {
  readonly query: UseQueryResult<GateVerdict>;
  readonly doneFraction: number | undefined;
} {
  const [doneFraction, setDoneFraction] = useState<number | undefined>();
  useLabEvent('gate-progress', (progress) => {
    if (progress.fullName === fullName) setDoneFraction(progress.doneFraction);
  });
  const query = useQuery({
    queryKey: ['verdict', fullName],
    queryFn: () => {
      setDoneFraction(undefined);
      return lab.judgeModel({ fullName, isForced: false });
    },
    // the lab knows whether the last one stands
    gcTime: 0,
  });
  return { query, doneFraction };
}

/** An earlier verdict. @param goneWords what is said of one that is not kept any more */
export function useVerdict(verdictId: string, goneWords: string): UseQueryResult<GateVerdict> {
  return useQuery({
    queryKey: ['verdict-of-activation', verdictId],
    queryFn: async () => {
      const verdict = await lab.readVerdict({ verdictId });
      if (verdict === undefined) throw new Error(goneWords);
      return verdict;
    },
  });
}

/** The control set, and what a new one would lock. Read again with the models. */
export function useControlSet(): UseQueryResult<ControlSetSummary> {
  return useQuery({ queryKey: ['models', 'control-set'], queryFn: () => lab.describeControlSet({}) });
}

/** What lies in a version of the control set. Looked at anew each time: its pictures may have been touched. */
export function useControlSetContents(version: number): UseQueryResult<ControlSetContents> {
  return useQuery({
    queryKey: ['models', 'control-set', version],
    queryFn: () => lab.readControlSet({ version }),
    gcTime: 0,
  });
}

/** After a control set was locked: what hangs on it is read again. */
export function useRereadControlSet(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await queries.invalidateQueries({ queryKey: ['models'] });
    await queries.invalidateQueries({ queryKey: ['labelled-cells'] });
    await queries.invalidateQueries({ queryKey: ['verdict'] });
  };
}
