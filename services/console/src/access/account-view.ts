import type { OwnSession } from "@wirewatch/store";
import { html, none } from "../views/html.ts";
import type { Html } from "../views/html.ts";
import { actionButton, chip, facts, form, input, pageHead, panel, table } from "../views/parts.ts";
import { ago, clock } from "../views/time.ts";
import type { ViewContext } from "../views/view.ts";
import { agentWords } from "./agent-words.ts";
import { roleWords } from "./roles.ts";

/** What the page of one's own account shows. */
export interface AccountView {
  readonly name: string;
  /** Empty: the one of the configuration. */
  readonly timeZone: string;
  readonly commonTimeZone: string;
  readonly hasPassword: boolean;
  readonly sessions: readonly OwnSession[];
  readonly error: { readonly field: string; readonly text: string } | null;
}

export function accountBody(context: ViewContext, view: AccountView): Html {
  const { viewer } = context;
  const errorOf = (field: string): string | null => (view.error?.field === field ? view.error.text : null);
  const zones = Intl.supportedValuesOf("timeZone").map((zone) => html`<option value="${zone}"></option>`);
  const settings = form(
    context,
    "/account",
    html`${input("Name", "name", view.name, { isRequired: true, autocomplete: "name", error: errorOf("name") })}
      <label class="field"
        ><span>Time zone of all times you see</span>
        <input name="time_zone" value="${view.timeZone}" list="zones" placeholder="${view.commonTimeZone}" />
        <span class="hint">Empty: ${view.commonTimeZone}, as in alerts.yaml.</span>
        ${errorOf("time_zone") === null ? none : html`<span class="error">${errorOf("time_zone")}</span>`}
      </label>
      <datalist id="zones">${zones}</datalist>
      <button class="button primary">Save</button>`,
    "stack",
  );
  const password = view.hasPassword
    ? html`<a href="/account/password">Change it</a>`
    : html`none; you log in by single sign-on`;
  return html`${pageHead("Your account", { lead: "What you see here is yours alone; your role is given by an admin." })}
    <div class="two">
      ${panel("You", settings)}
      ${panel(
        "Log-in",
        facts([
          ["Login", viewer.login],
          ["Role", html`${viewer.role}: ${roleWords[viewer.role]}`],
          ["Password", password],
        ]),
      )}
    </div>
    ${panel("Where you are logged in", sessionTable(context, view.sessions), { actions: everywhereElse(context, view.sessions) })}`;
}

function everywhereElse(context: ViewContext, sessions: readonly OwnSession[]): Html {
  if (sessions.every(({ isThis }) => isThis)) return none;
  return actionButton(context, "/account/sessions/end-others", "Log out everywhere else", {
    confirm: "End all your other sessions? This one goes on.",
  });
}

function sessionTable(context: ViewContext, sessions: readonly OwnSession[]): Html {
  return table("Your sessions", sessions, [
    {
      head: "Browser",
      kind: "main",
      cell: ({ agent, isThis }) => html`${agentWords(agent)} ${isThis ? chip("good", "this one") : none}`,
    },
    { head: "Address", cell: ({ address }) => address },
    { head: "Began", kind: "time", cell: ({ startedAt }) => clock(startedAt, context) },
    { head: "Last used", kind: "time", cell: ({ seenAt }) => ago(seenAt, context) },
    { head: "Ends by itself", kind: "time", cell: ({ endsAt }) => ago(endsAt, context) },
    {
      head: "",
      cell: ({ id, isThis }) =>
        isThis ? none : actionButton(context, "/account/sessions/end", "End", { fields: { session: id } }),
    },
  ]);
}
