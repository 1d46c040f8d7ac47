// @ts-ignore served beside this file, see assets.ts
import { Idiomorph } from "./idiomorph.js";

/** Puts in what is new and leaves the rest: what somebody types, opened parts and the place on the page stay. */
export function replaceInside(target: Element, markup: string): void {
  Idiomorph.morph(target, markup, {
    morphStyle: "innerHTML",
    ignoreActiveValue: true,
    callbacks: {
      beforeAttributeUpdated: (name: string, node: Element) =>
        // What the reader opened stays open, the entry that is marked stays marked.
        !(name === "open" && node instanceof HTMLDetailsElement) &&
        !(name === "class" && node.classList.contains("here")),
      beforeNodeMorphed: (node: Node) => !(node instanceof Element && node.hasAttribute("data-keep")),
    },
  });
}

/** Makes the page that is open anew from what the server sent for it. */
export function replacePage(text: string): void {
  const fresh = new DOMParser().parseFromString(text, "text/html");
  const [old, main] = [document.getElementById("main"), fresh.getElementById("main")];
  // Without a session another frame stands around the page: nothing of this one may stay.
  if (old === null || main === null || fresh.body.className !== document.body.className) return location.reload();
  document.title = fresh.title;
  for (const name of ["data-live", "data-every"]) {
    const value = main.getAttribute(name);
    if (value === null) old.removeAttribute(name);
    else old.setAttribute(name, value);
  }
  replaceInside(old, main.innerHTML);
  for (const part of [".rail", "#light"]) {
    const [before, after] = [document.querySelector(part), fresh.querySelector(part)];
    if (before === null || after === null) continue;
    before.className = after.className;
    replaceInside(before, after.innerHTML);
  }
  const [note, news] = [document.getElementById("note"), fresh.getElementById("note")];
  if (note !== null && news !== null && news.textContent !== "") note.textContent = news.textContent;
}
