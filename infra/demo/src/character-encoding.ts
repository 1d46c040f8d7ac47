/** Encodings in which outlets publish; the legacy one is there because real embassies still use such pages. */
export type Encoding = "utf-8" | "windows-1251";

/**
 * Markup as bytes. Characters that the encoding does not have become numeric references, which HTML and XML
 * both understand.
 */
export function encodeMarkup(text: string, encoding: Encoding): Buffer {
  if (encoding === "utf-8") return Buffer.from(text, "utf8");
  const written = Array.from(text, (character) =>
    bytesOfWindows1251.has(character) ? character : `&#${character.codePointAt(0)};`,
  ).join("");
  return Buffer.from(Array.from(written, (character) => bytesOfWindows1251.get(character) ?? 0x3f));
}

/** The inverse of what the decoder does, so that both sides use the same table (WHATWG Encoding, index windows-1251). */
const bytesOfWindows1251: ReadonlyMap<string, number> = new Map(
  Array.from(
    { length: 256 },
    (_, byte) => [new TextDecoder("windows-1251").decode(Uint8Array.of(byte)), byte] as const,
  ),
);
