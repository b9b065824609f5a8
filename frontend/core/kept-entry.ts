/**
 * What somebody has typed before they are in, or into a sheet, kept in this tab alone: a cheap
 * phone forgets the page while one looks for the code in the mail. Never the six digits.
 */
const PREFIX = "entry.";
const NEXT = "after-sign-in";
const DELETED = "deleted-account";

export function keptEntry<Value>(name: string): Value | null {
	const text = read(PREFIX + name);
	try {
		return text === null ? null : (JSON.parse(text) as Value);
	} catch {
		return null;
	}
}

export function keepEntry(name: string, value: unknown): void {
	write(PREFIX + name, value === null ? null : JSON.stringify(value));
}

/** Once one is in. */
export function forgetEntries(): void {
	attempt(() => {
		for (const key of Object.keys(sessionStorage))
			if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
	});
}

/** Where to go on after the next signing in of this tab. */
export function goOnLaterAt(path: string): void {
	write(NEXT, path);
}

export function whereToGoOn(): string {
	const next = read(NEXT);
	write(NEXT, null);
	return next ?? "/";
}

/** Said before it is done: the server may lead to the sign-in page first. */
export function markDeleted(isDeleted: boolean): void {
	write(DELETED, isDeleted ? "yes" : null);
}

/** Whether an account was deleted just now, told once. */
export function wasDeleted(): boolean {
	const isDeleted = read(DELETED) !== null;
	write(DELETED, null);
	return isDeleted;
}

function read(key: string): string | null {
	return attempt(() => sessionStorage.getItem(key)) ?? null;
}

function write(key: string, value: string | null): void {
	attempt(() => {
		if (value === null) sessionStorage.removeItem(key);
		else sessionStorage.setItem(key, value);
	});
}

/** A browser may refuse to keep anything: then a reload forgets, as it did before. */
function attempt<Result>(run: () => Result): Result | undefined {
	try {
		return run();
	} catch {
		return undefined;
	}
}
