// Typed by the server's OpenAPI document, for screens that read what no document holds.
import createClient from 'openapi-fetch';
import type { paths } from './schema';

export const api = createClient<paths>({ baseUrl: '/', fetch: (call) => fetch(call) });
