/** Light or dark as the system says, until somebody chooses. */
export function applyTheme(): void {
  const root = document.documentElement;
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") root.dataset["theme"] = chosen;
  const toggle = document.getElementById("theme-toggle");
  if (toggle === null) return;
  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    const isDark =
      (root.dataset["theme"] ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
    root.dataset["theme"] = isDark ? "light" : "dark";
    localStorage.setItem("theme", isDark ? "light" : "dark");
  });
}
