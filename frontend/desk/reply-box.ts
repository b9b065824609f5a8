/** The field of the answer, for what acts on it from elsewhere on the desk. */
import { draftOf, onOwnLines, setDraft } from "./answer-draft";
import type { Entry } from "./question-data";

export const REPLY_BOX = "desk-reply";

function replyBox(): HTMLTextAreaElement | null {
	const box = document.getElementById(REPLY_BOX);
	return box instanceof HTMLTextAreaElement ? box : null;
}

/** Into the field, behind what is there. */
export function goOnWriting(): void {
	const box = replyBox();
	box?.focus();
	box?.setSelectionRange(box.value.length, box.value.length);
}

/** At the caret, beside what is there, with the focus behind it. */
export function insertEntry(question: string, entry: Entry): void {
	const box = replyBox();
	if (!box) return;
	const before = draftOf(question).text;
	box.focus();
	if (before.trim()) {
		box.setSelectionRange(box.selectionEnd, box.selectionEnd);
		type(box, onOwnLines(box.value, box.selectionEnd, entry.text));
	} else {
		box.select();
		type(box, entry.text);
	}
	setDraft(question, { text: box.value, entry, before });
}

/** As if typed, so that the browser can take it back. A long text would be cut short that way. */
function type(box: HTMLTextAreaElement, words: string): void {
	const { selectionStart, selectionEnd, value, maxLength } = box;
	const length = value.length - (selectionEnd - selectionStart) + words.length;
	if (length <= maxLength && document.execCommand("insertText", false, words))
		return;
	box.setRangeText(words, selectionStart, selectionEnd, "end");
}
