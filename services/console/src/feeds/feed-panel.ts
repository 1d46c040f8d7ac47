import type { FeedSubject, FeedToken } from "@wirewatch/store";
import { mayDo } from "../access/roles.ts";
import { html, none, path } from "../views/html.ts";
import type { Html } from "../views/html.ts";
import { actionButton, form, input, panel, table } from "../views/parts.ts";
import { ago, clock } from "../views/time.ts";
import type { ViewContext } from "../views/view.ts";

/** Where the private addresses of a feed are made and revoked. */
export function feedPagePath({ kind, ref }: FeedSubject): string {
  return path`/feeds/for/${kind}/${ref}`;
}

/** The private addresses of a feed, for the page of its topic or search. @param made one that was just made: shown this once */
export function feedPanel(
  tokens: readonly FeedToken[],
  subject: FeedSubject,
  context: ViewContext,
  made: { readonly token: string; readonly origin: string } | null = null,
): Html {
  const mayWrite = mayDo(context.viewer.role, "analyst");
  return panel(
    "Feeds",
    html`<p>
        Read this in a feed reader: each address is private, works without a log-in, and can be revoked on its own.
      </p>
      ${made === null ? none : madeAddresses(made)}
      ${tokens.length === 0 ? none : tokenTable(tokens, subject, context, mayWrite)}
      ${mayWrite ? makeForm(subject, context) : none}`,
    { id: "feeds" },
  );
}

function madeAddresses({ token, origin }: { readonly token: string; readonly origin: string }): Html {
  const addresses = (["atom", "json"] as const).map(
    (format) =>
      html`<label class="field wide"
        ><span>${format === "atom" ? "Atom" : "JSON Feed"}</span
        ><input readonly class="mono" value="${origin}/feeds/${token}.${format}"
      /></label>`,
  );
  return html`<div class="notice good" role="status">
    <p><b>Copy the address now:</b> it is shown this once. Whoever has it can read the feed.</p>
    ${addresses}
  </div>`;
}

function tokenTable(tokens: readonly FeedToken[], subject: FeedSubject, context: ViewContext, mayWrite: boolean): Html {
  return table(
    "Private addresses of this feed",
    tokens,
    [
      { head: "For", kind: "main", cell: ({ name }) => (name === "" ? "unnamed" : name) },
      { head: "Made by", cell: ({ createdBy }) => createdBy },
      { head: "Made", kind: "time", cell: ({ createdAt }) => clock(createdAt, context) },
      { head: "Last read", kind: "time", cell: ({ lastUsedAt }) => ago(lastUsedAt, context) },
      ...(mayWrite
        ? [
            {
              head: "",
              cell: ({ id, name }: FeedToken) =>
                actionButton(context, `${feedPagePath(subject)}/revoke`, "Revoke", {
                  fields: { id },
                  tone: "danger",
                  confirm: `Revoke the address${name === "" ? "" : ` for ${name}`}? Whoever reads it gets nothing any more.`,
                }),
            },
          ]
        : []),
    ],
    { id: ({ id }) => `feed-${id}` },
  );
}

function makeForm(subject: FeedSubject, context: ViewContext): Html {
  return form(
    context,
    `${feedPagePath(subject)}/new`,
    html`${input("Who or what will read it", "name", "", { placeholder: "e.g. the desk's reader", isRequired: true })}
      <button class="button primary">Make an address</button>`,
    "filters",
  );
}
