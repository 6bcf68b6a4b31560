import { basename } from 'node:path/posix';

/** A link of the runtime folder and the file of an unpacked wheel that it leads to, both relative. */
export interface RuntimeLink {
  readonly link: string;
  readonly target: string;
}

/** TensorFlow's libraries, and the names under which the binding is linked against them. */
const linkNames: Readonly<Record<string, string>> = {
  'libtensorflow_cc.so.2': 'libtensorflow.so',
  'libtensorflow_framework.so.2': 'libtensorflow_framework.so',
};

/** Where the files of a wheel are found from a runtime folder. TensorFlow's libraries look for CUDA's in
 *  `$ORIGIN/../nvidia/<part>/lib`, and those for each other in `$ORIGIN/../../<part>/lib`, where $ORIGIN is
 *  the folder as the loader was told it: so folders are real and only files are links.
 *  @param files paths in the wheel */
export function planLinks(files: readonly string[]): readonly RuntimeLink[] {
  return files.flatMap((target) => {
    if (target.startsWith('nvidia/')) return [{ link: `deps/${target}`, target }];
    const name = basename(target);
    const linkName = linkNames[name];
    if (linkName === undefined) return [];
    return [
      { link: `deps/lib/${name}`, target },
      { link: `deps/lib/${linkName}`, target },
    ];
  });
}
