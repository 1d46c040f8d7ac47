let hasActed = false;

/** Notices whether somebody sits before the page. */
export function watchPresence(): void {
  const act = ({ isTrusted }: Event): void => {
    if (isTrusted) hasActed = true;
  };
  for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, act, { capture: true, passive: true });
}

/**
 * Headers of a request that the page makes on its own. The session goes on only because of what people do: a request after a key or a click
 * counts as theirs, others say that they are none.
 */
export function ownHeaders(): Readonly<Record<string, string>> {
  const isTheirs = hasActed;
  hasActed = false;
  return isTheirs ? {} : { "x-wirewatch-watching": "1" };
}
