import { useState } from 'react';
import { useNotify } from '../../hooks/useNotify.tsx';
import { lab } from '../../lab.ts';
import type { BundleWork } from './BundleDialog.tsx';

/** Models to a file and from one: the system's dialog first, then the work. */
export function useBundleWork() {
  const notify = useNotify();
  const [work, setWork] = useState<BundleWork | undefined>();
  const after = async (choose: () => Promise<BundleWork | undefined>) => {
    try {
      setWork(await choose());
    } catch (error) {
      notify.error(error);
    }
  };
  return {
    work,
    close: () => setWork(undefined),
    exportModel: (fullName: string) =>
      void after(async () => {
        const grant = await lab.chooseModelFile({ fullName });
        return grant && { kind: 'export', fullName, grant };
      }),
    importModel: () =>
      void after(async () => {
        const [grant] = await lab.chooseFiles({ purpose: 'model' });
        return grant && { kind: 'import', grant };
      }),
  };
}
