import { withQuery } from "../views/html.ts";
import { ownPath } from "./own-path.ts";

/** Where a password of one's own has to be chosen. */
export const choosePath = "/account/password";

/** The same with the page that is asked for, which opens afterwards. @param to of ours, see `ownPath` */
export function choosePage(to: string): string {
  return withQuery(choosePath, { to: to === "/" ? null : to });
}

/** Where somebody goes on who has chosen a password; the page for it is no such place. @param text from outside */
export function afterChoosing(text: string | null): string {
  const to = ownPath(text);
  return to.split("?")[0] === choosePath ? "/" : to;
}
