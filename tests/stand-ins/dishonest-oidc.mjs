// A provider that signs whatever it is told to: the code that the test sends is the claims of the ID token.
//   node dishonest-oidc.mjs
// `_key: "foreign"` signs with a key that is not published; `_alg: "none"` does not sign.
import http from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

const published = await generateKeyPair('RS256');
const foreign = await generateKeyPair('RS256');
const jwk = { ...(await exportJWK(published.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
const server = http.createServer();

async function idToken({ _key, _alg, ...claims }) {
  if (_alg === 'none') {
    const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${part({ alg: 'none', kid: 'one' })}.${part(claims)}.`;
  }
  const key = _key === 'foreign' ? foreign.privateKey : published.privateKey;
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(key);
}

async function answerTo(request, issuer) {
  if (request.url === '/jwks') return { keys: [jwk] };
  if (request.url === '/.well-known/openid-configuration') {
    return {
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      token_endpoint_auth_methods_supported: ['client_secret_post'],
    };
  }
  let body = '';
  for await (const chunk of request) body += chunk;
  const claims = JSON.parse(Buffer.from(new URLSearchParams(body).get('code'), 'base64url').toString());
  return { access_token: 'x', token_type: 'Bearer', id_token: await idToken(claims) };
}

server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  server.on('request', async (request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(await answerTo(request, issuer)));
  });
  console.log(issuer);
});
