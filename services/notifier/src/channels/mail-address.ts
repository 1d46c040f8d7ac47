const localPart = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const domainLabel = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/**
 * True for exactly one plain mail address: no name, no list, no comment, no quotes, no line break, only ASCII. Stricter
 * than the standard on purpose: whatever a mail library might read as a second receiver is refused.
 *
 * @see RFC 5321 section 4.1.2 (`Dot-string`) and 4.5.3.1 (64 and 255 octets)
 */
export function isPlainAddress(text: string): boolean {
  const at = text.lastIndexOf("@");
  if (at < 1 || at > 64 || text.length > 254) return false;
  return (
    localPart.test(text.slice(0, at)) &&
    text
      .slice(at + 1)
      .split(".")
      .every((label) => domainLabel.test(label))
  );
}
