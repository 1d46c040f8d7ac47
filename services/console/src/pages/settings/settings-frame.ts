import { mayDo } from "../../access/roles.ts";
import { html, none } from "../../views/html.ts";
import type { Html, Part } from "../../views/html.ts";
import { pageHead, tabs } from "../../views/parts.ts";
import type { PageView, ViewContext } from "../../views/view.ts";

const entries = [
  { id: "receivers", name: "Receivers", href: "/settings", role: "viewer" },
  { id: "configuration", name: "Configuration", href: "/settings/configuration", role: "viewer" },
  { id: "people", name: "People", href: "/settings/people", role: "admin" },
  { id: "tokens", name: "Tokens", href: "/settings/tokens", role: "admin" },
  { id: "audit", name: "Audit", href: "/settings/audit", role: "admin" },
  { id: "about", name: "Retention and about", href: "/settings/about", role: "viewer" },
] as const;

/** Tabs of the settings; those of admins are shown to them alone. */
export type SettingsTab = (typeof entries)[number]["id"];

/** A page of the settings. */
export function settingsPage(
  context: ViewContext,
  here: SettingsTab,
  given: {
    readonly lead: Part;
    readonly body: Html;
    readonly actions?: Part;
    readonly everySeconds?: number;
    /** Said before all else, e.g. a password that is shown once. */
    readonly first?: Html;
  },
): PageView {
  const shown = entries.filter(({ role }) => mayDo(context.viewer.role, role));
  const name = entries.find(({ id }) => id === here)?.name ?? "";
  const links = shown.map(({ id, name: label, href }) => ({ name: label, href, isHere: id === here }));
  const actions = given.actions === undefined ? {} : { actions: given.actions };
  return {
    title: `${name} · Settings`,
    section: "settings",
    body: html`${pageHead("Settings", { lead: given.lead, ...actions })} ${tabs("Settings", links)}
    ${given.first ?? none} ${given.body}`,
    ...(given.everySeconds === undefined ? {} : { everySeconds: given.everySeconds }),
  };
}
