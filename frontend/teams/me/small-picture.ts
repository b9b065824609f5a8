/** Pictures made small before they are sent: over one bar of signal, and without what phones write into them. */

export const SIDE_AT_MOST = 640;
const QUALITY = 0.85;

export interface Cut {
	/** Where the square begins in the picture, and its side there. */
	x: number;
	y: number;
	side: number;
	/** Its side when it is sent: never larger than it was. */
	to: number;
}

/** The middle of a picture as a square. */
export function middleOf(width: number, height: number): Cut {
	const side = Math.min(width, height);
	return {
		x: Math.floor((width - side) / 2),
		y: Math.floor((height - side) / 2),
		side,
		to: Math.min(side, SIDE_AT_MOST),
	};
}

/** A small square JPEG of it; what this browser can't read is sent as it is. */
export async function smallPicture(file: Blob): Promise<Blob> {
	try {
		const picture = await createImageBitmap(file);
		const drawn = draw(picture, middleOf(picture.width, picture.height));
		picture.close();
		return (await asJpeg(drawn)) ?? file;
	} catch {
		return file;
	}
}

function draw(picture: ImageBitmap, cut: Cut): HTMLCanvasElement {
	const canvas = document.createElement("canvas");
	canvas.width = cut.to;
	canvas.height = cut.to;
	const pen = canvas.getContext("2d");
	if (!pen) throw new Error("This browser draws nothing.");
	// A JPEG has no holes to see through: they would come out black.
	pen.fillStyle = "#fff";
	pen.fillRect(0, 0, cut.to, cut.to);
	pen.imageSmoothingQuality = "high";
	const { x, y, side, to } = cut;
	pen.drawImage(picture, x, y, side, side, 0, 0, to, to);
	return canvas;
}

function asJpeg(canvas: HTMLCanvasElement): Promise<Blob | null> {
	return new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
}
