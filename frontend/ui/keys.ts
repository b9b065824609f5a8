type Pressed = Pick<KeyboardEvent, "key" | "code" | "shiftKey">;

/** The key that a sign stands on, where the keyboard writes no Latin letters or Caps Lock is on. */
export function keyOf({ key, code, shiftKey }: Pressed): string {
	const isNamed = key.length > 1;
	if (isNamed || isAscii(key)) return isNamed ? key : key.toLowerCase();
	if (code === "Slash") return shiftKey ? "?" : "/";
	return /^Key[A-Z]$/.test(code) ? code.slice(-1).toLowerCase() : key;
}

function isAscii(key: string): boolean {
	return key >= "!" && key <= "~";
}
