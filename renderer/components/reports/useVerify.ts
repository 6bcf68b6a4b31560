import { useState } from 'react';
import type { ReportVerification } from '../../../preload/contract/reportCalls.ts';
import { useNotify } from '../../hooks/useNotify.tsx';
import { grantDropped, lab } from '../../lab.ts';
import type { VerifyState } from './VerifyDialog.tsx';

/** Verifies reports of the list, chosen PDFs and dropped ones; the outcome of the last one. */
export function useVerify() {
  const notify = useNotify();
  const [state, setState] = useState<VerifyState | undefined>();
  const verify = async (ask: () => Promise<ReportVerification>) => {
    setState({ kind: 'checking' });
    try {
      setState({ kind: 'done', verification: await ask() });
    } catch (error) {
      setState({ kind: 'failed', error });
    }
  };
  const chooseFile = async () => {
    try {
      const [grant] = await lab.chooseFiles({ purpose: 'report' });
      if (grant !== undefined) await verify(() => lab.verifyReport({ grants: [grant.id] }));
    } catch (error) {
      notify.error(error);
    }
  };
  const drop = async (files: readonly File[]) => {
    try {
      const [grant] = await grantDropped(files.slice(0, 1));
      if (grant !== undefined) await verify(() => lab.verifyReport({ grants: [grant.id] }));
    } catch (error) {
      notify.error(error);
    }
  };
  const ofReport = (reportId: string) => verify(() => lab.verifyReport({ reportId }));
  return { state, chooseFile, drop, ofReport, close: () => setState(undefined) };
}
