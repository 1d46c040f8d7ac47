import type { Html } from "./html.ts";
import type { Section } from "./view.ts";

const shapes: Readonly<Record<Section, string>> = {
  overview: '<path d="M3 11 12 4l9 7M5 10v10h5v-6h4v6h5V10"/>',
  alerts: '<path d="M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4"/>',
  stories: '<path d="M4 5h16M4 10h10M4 15h16M4 20h10"/>',
  topics: '<circle cx="12" cy="12" r="8"/><circle cx="12" cy="12" r="3.5"/><path d="M12 1v4M12 19v4M1 12h4M19 12h4"/>',
  sources: '<path d="M5 19a1 1 0 1 0 .01 0M4 11a9 9 0 0 1 9 9M4 4a16 16 0 0 1 16 16"/>',
  search: '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
  explain: '<circle cx="12" cy="12" r="9"/><path d="M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 17v.01"/>',
  pipeline: '<path d="M3 6h5v5H3zM16 13h5v5h-5zM8 8.500h4a3 3 0 0 1 3 3v4h1"/>',
  deliveries: '<path d="m3 11 18-8-7 18-3-7z"/>',
  silences: '<path d="M6 16V11a6 6 0 0 1 9.500-4.900M18 11v5l2 2H8M3 3l18 18M10 21h4"/>',
  settings: '<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>',
};

/** The sign of a section; the name stands beside it, so that it is hidden from screen readers. */
export function icon(section: Section): Html {
  return {
    markup: `<svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">${shapes[section]}</svg>`,
  };
}
