// A real OpenID Connect provider for the tests: people, groups, and a way to have it misbehave.
//
//   node provider.mjs '{"clients": […], "people": {"ada": {"email": …, "groups": […]}}}'
//
// prints {"issuer": …} when it is ready. POST /control with {"rotate": true}, {"tamper": {…}}, {"down": true} changes what it does.
import { createHmac, createSecretKey, generateKeyPairSync, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { SignJWT, decodeJwt, exportJWK, importJWK } from "jose";
import Provider from "oidc-provider";

const { clients, people, inIdToken = false } = JSON.parse(process.argv[2]);
const state = { down: false, tamper: null, callback: null, key: null };

async function newKey() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...(await exportJWK(privateKey)), kid: randomUUID(), use: "sig", alg: "RS256" };
}

function publicPem(jwk) {
  return JSON.stringify({ kty: jwk.kty, n: jwk.n, e: jwk.e });
}

// The id token again, with other claims or signed in another way.
async function tampered(idToken, { claims = {}, drop = [], algorithm = "RS256", otherKey = false }) {
  const said = { ...decodeJwt(idToken), ...claims };
  drop.forEach((name) => delete said[name]);
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const header = { alg: algorithm, typ: "JWT", kid: state.key.kid };
  if (algorithm === "none") return `${part(header)}.${part(said)}.`;
  if (algorithm === "HS256") {
    const signed = `${part(header)}.${part(said)}`;
    const key = createSecretKey(Buffer.from(publicPem(state.key)));
    return `${signed}.${createHmac("sha256", key).update(signed).digest("base64url")}`;
  }
  const key = otherKey ? await newKey() : state.key;
  return new SignJWT(said).setProtectedHeader(header).sign(await importJWK(key, "RS256"));
}

async function provide(issuer) {
  state.key = await newKey();
  const provider = new Provider(issuer, {
    clients,
    jwks: { keys: [state.key] },
    cookies: { keys: ["only a test"] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
    conformIdTokenClaims: !inIdToken,
    features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
    pkce: { required: () => true },
    findAccount: (_ctx, id) =>
      people[id] && { accountId: id, claims: () => ({ sub: id, email_verified: true, ...people[id] }) },
  });
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.path === "/token" && state.tamper && ctx.body?.id_token) {
      ctx.body = { ...ctx.body, id_token: await tampered(ctx.body.id_token, state.tamper) };
    }
  });
  state.callback = provider.callback();
}

async function control(request, response, issuer) {
  let body = "";
  for await (const chunk of request) body += chunk;
  const wanted = JSON.parse(body);
  if (wanted.rotate) await provide(issuer);
  if ("tamper" in wanted) state.tamper = wanted.tamper;
  if ("down" in wanted) state.down = wanted.down;
  if (wanted.people) Object.assign(people, wanted.people);
  response.writeHead(204).end();
}

const server = createServer((request, response) => {
  if (request.url === "/control") return control(request, response, issuer);
  if (state.down) return response.writeHead(503).end("down");
  return state.callback(request, response);
});
let issuer;
server.listen(0, "127.0.0.1", async () => {
  issuer = `http://127.0.0.1:${server.address().port}`;
  await provide(issuer);
  console.log(JSON.stringify({ issuer }));
});
