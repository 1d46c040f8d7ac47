/** On a phone the sections are a row that is wider than the screen: the one that is open comes into sight. */
export function showSection(): void {
  const [row, here] = [document.querySelector(".rail"), document.querySelector(".rail [aria-current]")];
  if (row === null || here === null || row.scrollWidth <= row.clientWidth) return;
  const [outer, inner] = [row.getBoundingClientRect(), here.getBoundingClientRect()];
  row.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
}
