// GOV.UK Frontend carries no types; these are the parts that we use.
declare module "govuk-frontend" {
  type Component = new (root: Element, config?: Record<string, unknown>) => unknown;
  export const CharacterCount: Component;
  export const ErrorSummary: Component;
  export const PasswordInput: Component;
  export function createAll(component: Component, config?: Record<string, unknown>): unknown[];
}

declare module "maplibre-gl/dist/maplibre-gl-csp" {
  import maplibre from "maplibre-gl";
  export default maplibre;
}

declare module "*?url" {
  const address: string;
  export default address;
}

declare module "*.css";
