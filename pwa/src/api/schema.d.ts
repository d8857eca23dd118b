// Stands in for the types made by `npm run api` until the server's OpenAPI document is there.
// biome-ignore lint/suspicious/noEmptyInterface: filled by the generator
export interface paths {}
