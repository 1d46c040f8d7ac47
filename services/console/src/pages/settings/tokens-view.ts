import type { ApiToken, Scope } from "@wirewatch/store";
import { flag, html, none, path } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { actionButton, chip, empty, form, input, notice, panel, select, table } from "../../views/parts.ts";
import { ago, clock } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";

/** What each scope lets a program do. */
export const scopeWords: Readonly<Record<Scope, string>> = {
  read: "read articles, stories, alerts, topics and sources, and export them",
  "topics:write": "write topics, acknowledge alerts, silence",
  ops: "change sources, pause queues, send deliveries again",
};

/** How long a token lasts, days. */
export const lifetimes: readonly (readonly [value: string, text: string, days: number | null])[] = [
  ["7", "a week", 7],
  ["30", "30 days", 30],
  ["90", "90 days", 90],
  ["365", "a year", 365],
  ["none", "until it is revoked", null],
];

/** The form for a new token, as it was filled in. */
export interface TokenForm {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly lifetime: string;
  readonly errors: { readonly name?: string; readonly scopes?: string; readonly lifetime?: string };
}

/** A token, shown this once. */
export function tokenNotice({ name, token }: { readonly name: string; readonly token: string }): Html {
  return notice(
    "good",
    html`<p><b>Token "${name}":</b> <code class="secret">${token}</code></p>
      <p>Keep it now: it is not shown again. Programs send it as <code>Authorization: Bearer …</code></p>`,
  );
}

export function tokensBody(context: ViewContext, tokens: readonly ApiToken[], filled: TokenForm): Html {
  const scopes = Object.entries(scopeWords).map(
    ([scope, words]) =>
      html`<label class="check"
        ><input
          type="checkbox"
          name="scope"
          value="${scope}"
          ${flag(
            "checked",
            filled.scopes.some((one) => one === scope),
          )}
        />
        <span><b>${scope}</b>: ${words}</span></label
      >`,
  );
  const add = form(
    context,
    "/settings/tokens",
    html`${input("What it is for", "name", filled.name, {
        isRequired: true,
        placeholder: "newsroom dashboard",
        error: filled.errors.name ?? null,
      })}
      <fieldset class="plain">
        <legend>What it may do</legend>
        ${scopes}
        ${filled.errors.scopes === undefined ? none : html`<span class="error">${filled.errors.scopes}</span>`}
      </fieldset>
      ${select(
        "How long it lasts",
        "lifetime",
        filled.lifetime,
        lifetimes.map(([value, text]) => [value, text] as const),
      )}
      <button class="button primary">Make the token</button>`,
    "stack",
  );
  const list =
    tokens.length === 0
      ? empty("No tokens yet", "Programs that read alerts or write topics through the API need one; make it above.")
      : panel("Tokens", html`<div class="tight">${tokenTable(context, tokens)}</div>`);
  return html`${panel("A new token", add)} ${list}`;
}

function tokenTable(context: ViewContext, tokens: readonly ApiToken[]): Html {
  return table(
    "Tokens, those that work first",
    tokens,
    [
      { head: "Name", kind: "main", cell: ({ name }) => name },
      { head: "Scopes", cell: ({ scopes }) => html`<span class="mono">${scopes.join(" ")}</span>` },
      { head: "State", cell: (token) => stateOf(token, context) },
      { head: "Last used", kind: "time", cell: ({ lastUsedAt }) => ago(lastUsedAt, context) },
      {
        head: "Made",
        kind: "time",
        cell: ({ createdAt, createdBy }) => html`${clock(createdAt, context)} by ${createdBy}`,
      },
      {
        head: "",
        cell: ({ id, name, revokedAt, isOver }) =>
          revokedAt !== null || isOver
            ? none
            : actionButton(context, path`/settings/tokens/${id}/revoke`, "Revoke", {
                tone: "danger",
                confirm: `Revoke "${name}"? Programs that use it are turned away at once.`,
              }),
      },
    ],
    { id: ({ id }) => `token-${id}` },
  );
}

function stateOf({ revokedAt, endsAt, isOver }: ApiToken, context: ViewContext): Html {
  if (revokedAt !== null) return html`${chip("quiet", "revoked")} ${ago(revokedAt, context)}`;
  if (endsAt === null) return html`${chip("good", "works")} until it is revoked`;
  return isOver
    ? html`${chip("quiet", "ended")} ${ago(endsAt, context)}`
    : html`${chip("good", "works")} ends ${ago(endsAt, context)}`;
}
