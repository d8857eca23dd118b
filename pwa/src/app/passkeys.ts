// WebAuthn speaks bytes, the server JSON. The browsers' own converters are younger than our oldest phones.

type Json = Record<string, unknown>;

/** Ask this phone for a passkey. `options` as the server gave them, with bytes as base64url. */
export async function askForPasskey(options: object): Promise<Json> {
  const credential = await navigator.credentials.get({
    publicKey: decode(options) as PublicKeyCredentialRequestOptions,
  });
  return encode(credential as PublicKeyCredential);
}

/** Make a new passkey on this phone. */
export async function makePasskey(options: object): Promise<Json> {
  const publicKey = decode(options) as PublicKeyCredentialCreationOptions;
  return encode((await navigator.credentials.create({ publicKey })) as PublicKeyCredential);
}

function decode(given: object): object {
  const options = ('options' in given ? given.options : given) as Json & {
    user?: Json;
    allowCredentials?: Json[];
    excludeCredentials?: Json[];
  };
  const withBytes = (credential: Json) => ({ ...credential, id: bytes(credential.id as string) });
  return {
    ...options,
    challenge: bytes(options.challenge as string),
    ...(options.user && { user: withBytes(options.user) }),
    ...(options.allowCredentials && { allowCredentials: options.allowCredentials.map(withBytes) }),
    ...(options.excludeCredentials && { excludeCredentials: options.excludeCredentials.map(withBytes) }),
  };
}

function encode(credential: PublicKeyCredential): Json {
  const given = credential.response as AuthenticatorAssertionResponse & AuthenticatorAttestationResponse;
  const names = [
    'clientDataJSON',
    'authenticatorData',
    'signature',
    'userHandle',
    'attestationObject',
  ] as const;
  const present = names.filter((name) => given[name]);
  return {
    id: credential.id,
    rawId: base64url(credential.rawId),
    type: credential.type,
    response: {
      ...Object.fromEntries(present.map((name) => [name, base64url(given[name] as ArrayBuffer)])),
      ...(given.getTransports && { transports: given.getTransports() }),
    },
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

function bytes(text: string): Uint8Array {
  const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

function base64url(buffer: ArrayBuffer): string {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
