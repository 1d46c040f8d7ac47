/** Scripts written without spaces between words: there every character is a token. Korean has spaces and is not one. */
export const unspacedScripts = ["Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar"]
  .map((script) => String.raw`\p{Script=${script}}`)
  .join("");

/** A letter of such a script, and nothing else. */
export const unspacedLetter = new RegExp(`^[${unspacedScripts}]`, "u");
