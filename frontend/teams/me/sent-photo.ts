/** One's own photo, sent and taken away. */
import { api } from "../../core/api";
import { ownPhoto, tellPhoto } from "../../core/own-photo";
import { RequestError } from "../../core/protocol";
import { photoAddress } from "../../ui/avatar";
import { smallPicture } from "./small-picture";

/** As much as the server takes. */
export const BYTES_AT_MOST = 1024 * 1024;

/** What the server says of the picture itself. */
const ABOUT_IT = new Set(["invalid", "too_large"]);

/** Makes it small, sends it, and shows it. */
export async function changePhoto(user: string, file: Blob): Promise<void> {
	const picture = await smallPicture(file);
	if (picture.size > BYTES_AT_MOST) throw new TooLargeError();
	const { photo } = await api.put<{ photo: string }>(
		"/api/v1/me/photo",
		picture,
	);
	tellPhoto(user, photo);
}

/** Takes it away; what comes back brings it back, if that can be done. */
export async function removePhoto(
	user: string,
): Promise<(() => Promise<void>) | null> {
	const photo = ownPhoto(user);
	const address = photo && photoAddress(user, photo, true);
	const before = address ? await api.file(address).catch(() => null) : null;
	await api.remove("/api/v1/me/photo");
	tellPhoto(user, null);
	return before && (() => changePhoto(user, before));
}

/** This browser could not make the picture smaller, and the server would not take it. */
export class TooLargeError extends Error {}

/** Whether another try with the same picture may end better. */
export function mayWorkLater(error: unknown): boolean {
	if (error instanceof TooLargeError) return false;
	return !(error instanceof RequestError && ABOUT_IT.has(error.code));
}
