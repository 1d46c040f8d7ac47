export { canonicalUrl } from "./canonical.ts";
export { isSameSite } from "./site.ts";
export { type AddressVerdict, addressVerdict, canonicalAddress } from "./address.ts";
export {
  openedHosts,
  portOf,
  type UrlPolicy,
  type UrlRefusalCode,
  type UrlSurface,
  type UrlVerdict,
  urlVerdict,
} from "./url-verdict.ts";
