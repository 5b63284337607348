import { type Problem, problem, topOf } from '../diagnostics/index.ts';
import { CONFIG_FILE, type Layout, ROOM_FOLDERS } from './layout.ts';

/** What a user does about a link or a folder outside: it is theirs to say, never the project's. */
export const NAME_THE_FOLDER = 'or name its folder with --allow-outside FOLDER or EWS_ALLOW_OUTSIDE';

/** Definitions, and rooms of them, that are links to somewhere else: what they lead to is not read. */
export function outwardProblems({ outward }: Layout): readonly Problem[] {
  return outward.filter(isOfDefinitions).map((link) =>
    Object.freeze(
      problem('EWS1016', `${link} is a link that leads out of the project: it is not followed`, {
        span: topOf(link),
        lineText: '',
        hint: `put what it leads to in its place, ${NAME_THE_FOLDER}`,
      }),
    ),
  );
}

function isOfDefinitions(link: string): boolean {
  const [folder] = link.split('/');
  const rooms = Object.values(ROOM_FOLDERS);
  const isInRoom = rooms.some((room) => room === folder);
  // Data and pictures lie in rooms too: those are looked at where a source names them.
  return (
    link === CONFIG_FILE || rooms.some((room) => room === link) || (isInRoom && /\.(ya?ml|sql)$|^[^.]+$/i.test(link))
  );
}
