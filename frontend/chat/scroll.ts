/**
 * Keeps the reader's place by hand: at the end it stays at the end, elsewhere the row that was on top
 * stays where it was, whatever is added above it. (Browsers' own anchoring is missing in Safari.)
 */
const END_WITHIN_PX = 48;

export class Scroller {
	isAtEnd = true;
	private anchor: { key: string; offset: number } | null = null;
	private readonly box: HTMLElement;
	private readonly watcher: ResizeObserver;

	constructor(box: HTMLElement, list: HTMLElement) {
		this.box = box;
		this.watcher = new ResizeObserver(() => this.settle());
		this.watcher.observe(box);
		this.watcher.observe(list);
	}

	/** Remember what is on top; call on each scroll. */
	note(): void {
		const { scrollHeight, scrollTop, clientHeight } = this.box;
		this.isAtEnd = scrollHeight - scrollTop - clientHeight < END_WITHIN_PX;
		this.anchor = this.isAtEnd ? null : this.topRow();
	}

	/** Put the reader back; call after each change of the list. */
	settle(): void {
		if (this.isAtEnd) {
			this.box.scrollTop = this.box.scrollHeight;
			return;
		}
		const row = this.anchor && this.rowOf(this.anchor.key);
		if (!row || !this.anchor) return;
		const moved = this.offsetOf(row) - this.anchor.offset;
		if (moved !== 0) this.box.scrollTop += moved;
	}

	toEnd(): void {
		this.isAtEnd = true;
		this.anchor = null;
		this.settle();
	}

	/** Bring a row into the upper third. False when it isn't there. */
	toRow(key: string): boolean {
		const row = this.rowOf(key);
		if (!row) return false;
		this.box.scrollTop += this.offsetOf(row) - this.box.clientHeight / 3;
		this.note();
		return true;
	}

	stop(): void {
		this.watcher.disconnect();
	}

	/** Only items: the line of a day stays on top of all that is added under it. */
	private topRow(): { key: string; offset: number } | null {
		const rows = this.box.querySelectorAll<HTMLElement>('[data-key^="item-"]');
		for (const row of rows) {
			const offset = this.offsetOf(row);
			if (offset + row.offsetHeight > 0)
				return { key: row.dataset.key ?? "", offset };
		}
		return null;
	}

	private rowOf(key: string): HTMLElement | null {
		return this.box.querySelector(`[data-key="${CSS.escape(key)}"]`);
	}

	private offsetOf(row: HTMLElement): number {
		return (
			row.getBoundingClientRect().top - this.box.getBoundingClientRect().top
		);
	}
}
