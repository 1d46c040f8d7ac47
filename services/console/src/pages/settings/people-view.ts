import { oneTimeHours } from "@wirewatch/store";
import type { Person, Role } from "@wirewatch/store";
import { roles, roleWords } from "../../access/roles.ts";
import { flag, html, none, path } from "../../views/html.ts";
import type { Html, Part } from "../../views/html.ts";
import { actionButton, chip, count, form, input, notice, panel, select } from "../../views/parts.ts";
import { ago } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";

/** The form for somebody new, as it was filled in. */
export interface PeopleForm {
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly errors: { readonly login?: string; readonly name?: string; readonly role?: string };
}

/** A password for one log-in, shown this once. */
export function oneTimeNotice({ login, password }: { readonly login: string; readonly password: string }): Html {
  return notice(
    "good",
    html`<p><b>One-time password of ${login}:</b> <code class="secret">${password}</code></p>
      <p>It is good for one log-in within ${oneTimeHours} hours and is not shown again. Hand it over yourself.</p>`,
  );
}

export function peopleBody(context: ViewContext, people: readonly Person[], filled: PeopleForm): Html {
  const add = form(
    context,
    "/settings/people",
    html`${input("Login", "login", filled.login, { isRequired: true, error: filled.errors.login ?? null })}
      ${input("Name", "name", filled.name, { isRequired: true, error: filled.errors.name ?? null })}
      ${select(
        "Role",
        "role",
        filled.role,
        roles.map((role) => [role, role] as const),
      )} <button class="button primary">Add</button>`,
    "filters",
  );
  const meaning = html`<dl class="facts">
    ${roles.map(
      (role) =>
        html`<div>
          <dt>${role}</dt>
          <dd>${roleWords[role]}</dd>
        </div>`,
    )}
  </dl>`;
  return html`${panel(
      "Add somebody",
      html`${add}
        <p class="hint">They get a password to log in with once, and choose their own then.</p>`,
    )}
    <div class="people">${people.map((person) => personEntry(context, person))}</div>
    ${panel("What the roles may do", meaning)}`;
}

function personEntry(context: ViewContext, person: Person): Html {
  const { id, login, name, role, disabledAt, sessions, lastSeenAt } = person;
  const base = path`/settings/people/${id}`;
  const isSelf = login === context.viewer.login;
  const seen = lastSeenAt === null ? "never logged in" : html`last seen ${ago(lastSeenAt, context)}`;
  const roleForm = form(
    context,
    `${base}/role`,
    html`<label class="field"
        ><span class="unseen">Role of ${login}</span
        ><select name="role">
          ${roles.map((one) => html`<option value="${one}" ${flag("selected", one === role)}>${one}</option>`)}
        </select></label
      ><button class="button plain">Set role</button>`,
    "role-form",
  );
  const access =
    disabledAt === null
      ? actionButton(context, `${base}/disable`, "Disable", {
          tone: "danger",
          confirm: `Keep ${login} out? All sessions end at once. Tokens that ${login} made go on working.`,
        })
      : actionButton(context, `${base}/enable`, "Enable");
  return html`<article class="entry ${disabledAt === null ? "info" : ""}" id="person-${id}">
    <div class="entry-head">
      <h3>${name} <span class="soft mono">${login}</span></h3>
      ${chip(role === "admin" ? "info" : "quiet", role)} ${stateChip(person, context)}
      ${isSelf ? html`<span class="soft">you</span>` : none}
    </div>
    <p class="soft">${seen}, ${sessions === 0 ? "not logged in now" : count(sessions, "session")}</p>
    <div class="entry-foot">
      ${roleForm}
      ${actionButton(context, `${base}/password`, "New one-time password", {
        confirm: `Give ${login} a new password? The one there is works no more, and all sessions end.`,
      })}
      ${sessions === 0 ? none : actionButton(context, `${base}/sessions/end`, "End sessions")} ${access}
    </div>
  </article>`;
}

function stateChip({ disabledAt, oneTimeUntil, hasPassword, isSignedOn }: Person, context: ViewContext): Part {
  if (disabledAt !== null)
    return html`${chip("bad", "disabled")} <span class="soft">${ago(disabledAt, context)}</span>`;
  if (isSignedOn) return chip("good", "single sign-on");
  if (oneTimeUntil === null) return hasPassword ? none : chip("warn", "no password");
  if (!hasPassword) return chip("warn", "has to choose a password");
  return oneTimeUntil > context.now
    ? chip("warn", "has a one-time password")
    : chip("bad", "one-time password too old");
}
