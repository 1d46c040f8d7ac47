import type { SavedSearch } from "@wirewatch/store";
import { mayDo } from "../../access/roles.ts";
import { feedPagePath } from "../../feeds/feed-panel.ts";
import { html, none, withQuery } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { actionButton, form, input, panel } from "../../views/parts.ts";
import type { ViewContext } from "../../views/view.ts";

/** Searches that somebody kept; everybody sees them. */
export function savedList(searches: readonly SavedSearch[], context: ViewContext): Html {
  if (searches.length === 0) return none;
  const mayWrite = mayDo(context.viewer.role, "analyst");
  const entries = searches.map((saved) => {
    const { id, name, query, createdBy, feeds } = saved;
    return html`<li id="saved-${id}">
      <div>
        <a href="${withQuery("/search", { saved: id })}"><b>${name}</b></a>
        <span class="soft small">by ${createdBy}</span>
        <div class="mono small">
          ${query === "" ? "everything" : query.length > 160 ? `${query.slice(0, 160)}…` : query}
        </div>
      </div>
      <div class="actions">
        <a class="button small" href="${feedPagePath({ kind: "search", ref: id })}"
          >Feeds${feeds === 0 ? none : html` <span class="count">${feeds}</span>`}</a
        >
        ${mayWrite ? actionButton(context, "/search/delete", "Delete", { fields: { id }, confirm: `Delete the saved search ${name}? Its feeds end.` }) : none}
      </div>
    </li>`;
  });
  return panel(
    "Saved searches",
    html`<ul class="saved-searches">
      ${entries}
    </ul>`,
    { id: "saved" },
  );
}

/** Keeps what is being searched for. */
export function saveForm(params: URLSearchParams, context: ViewContext): Html {
  const kept = new URLSearchParams(params);
  kept.delete("after");
  return html`<details class="menu">
    <summary class="button">Save</summary>
    <div class="menu-box">
      ${form(
        context,
        "/search/save",
        html`<input
            type="hidden"
            name="search"
            value="${kept.toString()}"
          />${input("Name", "name", "", { isRequired: true, placeholder: "e.g. Harbour strikes" })}
          <p class="hint">Everybody sees it, and it can be read as a feed.</p>
          <button class="button primary">Save this search</button>`,
        "stack",
      )}
    </div>
  </details>`;
}
