// A real OpenID Connect provider on a free port of the loopback. Prints its issuer when it is ready.
//   node oidc.mjs CLIENT_ID CLIENT_SECRET REDIRECT_URI
// It asks who somebody is with a form (`login` becomes the subject), and then whether they agree.
import http from 'node:http';
import Provider from 'oidc-provider';

const [clientId, clientSecret, redirectUri] = process.argv.slice(2);
const server = http.createServer();

server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    pkce: { required: () => true },
    claims: { openid: ['sub'], profile: ['name'] },
    cookies: { keys: ['only for tests'] },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, name: id }) }),
  });
  server.on('request', provider.callback());
  console.log(issuer);
});
