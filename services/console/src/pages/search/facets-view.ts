import { facetNames } from "../../archive/archive-search.ts";
import type { FacetName, FacetValue, SearchTotals } from "../../archive/archive-search.ts";
import { estimateWords } from "../../archive/estimate.ts";
import { html, none } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";

/** Values of a facet that are seen at once; the others are a click away. */
const seen = 8;

const facets: Readonly<Record<FacetName, { readonly title: string; readonly param: string }>> = {
  sources: { title: "Source", param: "source" },
  languages: { title: "Language", param: "language" },
  topics: { title: "Topic found in it", param: "topic" },
  days: { title: "Day", param: "day" },
};

export interface FacetContext {
  /** Address of the search as it is. */
  readonly params: URLSearchParams;
  /** What a value is called. */
  readonly nameOf: (facet: FacetName, key: string) => string;
}

/** Where else to look: values with how many articles each has, as links that narrow the search. */
export function facetsView(totals: SearchTotals, context: FacetContext): Html {
  const lists = facetNames.map((name) => facetList(name, totals.facets[name], context));
  return html`<aside class="facets" aria-label="Narrow the search">${lists}</aside>`;
}

function facetList(name: FacetName, values: readonly FacetValue[], context: FacetContext): Html {
  if (values.length === 0) return none;
  const { title } = facets[name];
  const entries = values.map((value) => facetEntry(name, value, context));
  const rest =
    entries.length <= seen
      ? none
      : html`<details>
          <summary>${entries.length - seen} more</summary>
          <ul>
            ${entries.slice(seen)}
          </ul>
        </details>`;
  return html`<section>
    <h2>${title}</h2>
    <ul>
      ${entries.slice(0, seen)}
    </ul>
    ${rest}
  </section>`;
}

function facetEntry(name: FacetName, { key, articles }: FacetValue, { params, nameOf }: FacetContext): Html {
  return html`<li>
    <a href="${narrowed(params, name, key)}">${nameOf(name, key)}</a>
    <span class="count">${estimateWords(articles)}</span>
  </li>`;
}

/** The search with one more filter, from its beginning. */
function narrowed(params: URLSearchParams, name: FacetName, key: string): string {
  const next = new URLSearchParams(params);
  next.delete("after");
  if (name === "days") {
    next.set("since", key);
    next.set("until", key);
  } else {
    next.set(facets[name].param, key);
  }
  return `/search?${next.toString()}`;
}
