import type { VNode } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ownPhoto, tellPhoto } from "../core/own-photo";
import { OfflineError, RequestError } from "../core/protocol";
import {
	BYTES_AT_MOST,
	changePhoto,
	mayWorkLater,
	removePhoto,
	TooLargeError,
} from "../teams/me/sent-photo";
import {
	middleOf,
	SIDE_AT_MOST,
	smallPicture,
} from "../teams/me/small-picture";
import { Avatar, photoAddress } from "../ui/avatar";

interface Sent {
	method: string;
	path: string;
	body: Blob;
}

let sent: Sent[];
let drawn: unknown[][];

/** A browser that reads pictures of 1200 × 800, and a server that takes them. */
beforeEach(() => {
	sent = [];
	drawn = [];
	tellPhoto("1", null);
	vi.stubGlobal("createImageBitmap", async (file: Blob) => {
		if (file.type !== "image/jpeg") throw new Error("unreadable");
		return { width: 1200, height: 800, close: () => {} };
	});
	vi.stubGlobal("document", {
		cookie: "",
		createElement: () => ({
			getContext: () => ({
				fillRect: () => {},
				drawImage: (_picture: unknown, ...where: unknown[]) =>
					drawn.push(where),
			}),
			toBlob: (done: (made: Blob) => void, type: string) =>
				done(new Blob(["small"], { type })),
		}),
	});
	answer(200, { photo: "new" });
});

afterEach(() => vi.unstubAllGlobals());

function answer(status: number, body: unknown): void {
	vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
		sent.push({
			method: init.method ?? "",
			path,
			body: init.body as unknown as Blob,
		});
		const text = status === 204 ? null : JSON.stringify(body);
		return new Response(text, { status });
	});
}

function picture(bytes = 10, type = "image/jpeg"): Blob {
	return new Blob([new Uint8Array(bytes)], { type });
}

test.each([
	[1200, 800, { x: 200, y: 0, side: 800, to: SIDE_AT_MOST }],
	[800, 1201, { x: 0, y: 200, side: 800, to: SIDE_AT_MOST }],
	[50, 40, { x: 5, y: 0, side: 40, to: 40 }],
])(
	"the middle of %i by %i is a square, never larger than it was",
	(width, height, cut) => {
		expect(middleOf(width, height)).toEqual(cut);
	},
);

test("a picture is sent small, square and as a JPEG", async () => {
	const small = await smallPicture(picture(5_000_000));

	expect(drawn).toEqual([[200, 0, 800, 800, 0, 0, 640, 640]]);
	expect(small.type).toBe("image/jpeg");
	expect(await small.text()).toBe("small");
});

test("what the browser can't read is sent as it is", async () => {
	const strange = picture(10, "image/webp");

	expect(await smallPicture(strange)).toBe(strange);
});

test("a new photo shows at once", async () => {
	await changePhoto("1", picture());

	expect(sent.map(({ method, path }) => [method, path])).toEqual([
		["PUT", "/api/v1/me/photo"],
	]);
	expect(ownPhoto("1")).toBe("new");
	expect(ownPhoto("2")).toBeNull();
});

test("a photo that the server refuses leaves the one before", async () => {
	tellPhoto("1", "before");
	answer(422, { code: "invalid", message: "Choose another." });

	await expect(changePhoto("1", picture())).rejects.toThrow("Choose another.");

	expect(ownPhoto("1")).toBe("before");
});

test("what is too large and can't be made smaller is not even sent", async () => {
	const large = picture(BYTES_AT_MOST + 1, "image/png");

	await expect(changePhoto("1", large)).rejects.toThrow(TooLargeError);

	expect(sent).toEqual([]);
});

test("a photo that was removed can be brought back", async () => {
	tellPhoto("1", "before");

	const undo = await removePhoto("1");

	expect(sent.map(({ method }) => method)).toEqual(["GET", "DELETE"]);
	expect(ownPhoto("1")).toBeNull();
	await undo?.();
	expect(sent.map(({ method }) => method)).toEqual(["GET", "DELETE", "PUT"]);
	expect(ownPhoto("1")).toBe("new");
});

test.each([
	[new OfflineError(), true],
	[new RequestError({ code: "unavailable", message: "" }), true],
	[new RequestError({ code: "rate_limited", message: "" }), true],
	[new RequestError({ code: "invalid", message: "" }), false],
	[new RequestError({ code: "too_large", message: "" }), false],
	[new TooLargeError(), false],
])("after %o another try with the same picture helps: %s", (error, helps) => {
	expect(mayWorkLater(error)).toBe(helps);
});

test("each photo has an address of its own", () => {
	expect(photoAddress("7", "a&b")).toBe(
		"/api/v1/people/7/photo?size=small&v=a%26b",
	);
	expect(photoAddress("7", "a", true)).toContain("size=large");
});

test("the letter stays behind the photo, and alone without one", () => {
	const [letter, photo] = inside({ photo: "a" });
	const [only, none] = inside({ photo: null });

	expect([letter, only]).toEqual(["Ñ", "Ñ"]);
	expect((photo as VNode<{ address: string }>).props.address).toContain("v=a");
	expect(none).toBeFalsy();
});

function inside(given: { photo: string | null }): unknown[] {
	const span = Avatar({ id: "7", name: "ñandú", ...given });
	return span.props.children as unknown[];
}
