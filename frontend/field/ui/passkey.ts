// A passkey's PRF as the phone's key: what the authenticator computes never leaves it without finger or screen lock.
import type { Bytes } from "../engine/bytes";
import { utf8 } from "../engine/bytes";

const INPUT = utf8("balakas/field/prf/1");

interface Prf {
  prf?: { enabled?: boolean; results?: { first?: ArrayBuffer } };
}

/** Make a passkey and return it with its secret; null where the phone cannot. */
export async function makePasskey(name: string): Promise<{ credential: Bytes; secret: Bytes } | null> {
  if (!("PublicKeyCredential" in globalThis)) return null;
  try {
    const made = await navigator.credentials.create({
      publicKey: {
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        rp: { name: "BALAKAS" },
        user: { id: crypto.getRandomValues(new Uint8Array(16)), name, displayName: name },
        pubKeyCredParams: [{ type: "public-key", alg: -7 }],
        authenticatorSelection: { userVerification: "required", residentKey: "preferred" },
        extensions: { prf: { eval: { first: INPUT } } },
      },
    });
    if (!(made instanceof PublicKeyCredential)) return null;
    const credential = new Uint8Array(made.rawId);
    const at = first(made) ?? (await askPasskey(credential));
    return at && { credential, secret: at };
  } catch {
    return null;
  }
}

/** Return the secret of a passkey made before; null where it was refused. */
export async function askPasskey(credential: Bytes): Promise<Bytes | null> {
  try {
    const got = await navigator.credentials.get({
      publicKey: {
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        allowCredentials: [{ type: "public-key", id: credential }],
        userVerification: "required",
        extensions: { prf: { eval: { first: INPUT } } },
      },
    });
    return got instanceof PublicKeyCredential ? first(got) : null;
  } catch {
    return null;
  }
}

function first(credential: PublicKeyCredential): Bytes | null {
  const result = (credential.getClientExtensionResults() as Prf).prf?.results?.first;
  return result ? new Uint8Array(result) : null;
}
