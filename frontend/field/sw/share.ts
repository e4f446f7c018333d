// Photos shared from another app, WhatsApp say: sealed at once, also without signal; the app then asks whose they are.
import type { Bytes } from "../engine/bytes";
import { open } from "../store/db";
import { keepShared } from "../store/papers";

/** Keep what was shared and go to the app, which says in words what became of it. */
export async function takeShared(request: Request, page: string): Promise<Response> {
  let told = "gagal";
  try {
    const files = (await request.formData()).getAll("foto").filter((one) => one instanceof File);
    const pictures: Bytes[] = [];
    for (const file of files) pictures.push(new Uint8Array(await file.arrayBuffer()));
    const db = await open();
    const shared = await keepShared(db, pictures.filter((one) => one.length > 0), Date.now()); // prettier-ignore
    db.close();
    told = shared ? `${shared.kept},${shared.left}` : "belum";
  } catch {
    // told as "gagal": the photos are still where they were shared from
  }
  return Response.redirect(`${page}#bagikan=${told}`, 303);
}
