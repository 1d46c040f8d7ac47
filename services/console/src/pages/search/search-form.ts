import type { ArchiveSearch } from "../../archive/archive-search.ts";
import { dialectNames } from "../../archive/read-search.ts";
import { flag, html, none } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { select } from "../../views/parts.ts";

/** Names of the parts of an address that are chosen elsewhere on the page. */
const chosenElsewhere = ["source", "language", "topic"] as const;

/** The query, how it is read, and from when to when. */
export function searchForm({ query, dialect, stem }: ArchiveSearch, params: URLSearchParams): Html {
  const hidden = chosenElsewhere.flatMap((name) =>
    params.getAll(name).map((value) => html`<input type="hidden" name="${name}" value="${value}" />`),
  );
  return html`<form method="get" action="/search" class="filters search-form" role="search" aria-label="Archive">
    <label class="field wide"
      ><span>Search for</span
      ><input
        type="search"
        name="q"
        value="${query}"
        placeholder='"Acme Corp" NEAR/8 (strike OR layoff*) NOT cartoon'
        autocomplete="off"
        spellcheck="false"
    /></label>
    ${select("Read as", "dialect", dialect, dialectNames)}
    <label class="field"
      ><span>From</span><input type="date" name="since" value="${dayOf(params.get("since"))}"
    /></label>
    <label class="field"><span>To</span><input type="date" name="until" value="${dayOf(params.get("until"))}" /></label>
    <label class="check"
      ><input type="checkbox" name="stem" value="1" ${flag("checked", stem)} /> inflected forms too</label
    >
    ${hidden}<button class="button primary">Search</button>
  </form>`;
}

function dayOf(value: string | null): string {
  return /^\d{4}-\d\d-\d\d/u.exec(value ?? "")?.[0] ?? "";
}

/** The filters that are set, each with a link that takes it away. */
export function chosenFilters(params: URLSearchParams, nameOf: (param: string, value: string) => string): Html {
  const links = [...chosenElsewhere, "since" as const, "until" as const].flatMap((name) =>
    params.getAll(name).map((value) => {
      const rest = new URLSearchParams(params);
      rest.delete(name, value);
      rest.delete("after");
      return html`<a class="chip info" href="/search?${rest.toString()}" title="Take this filter away"
        >${nameOf(name, value)} <span aria-hidden="true">×</span><span class="unseen">: take away</span></a
      >`;
    }),
  );
  return links.length === 0 ? none : html`<p class="chosen">${links}</p>`;
}
