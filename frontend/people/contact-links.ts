/** Addresses that open the phone's own mail and dialler; nothing gets into them but who. */

export function mailTo(email: string): string {
	const at = email.lastIndexOf("@");
	const [local, domain] = [email.slice(0, at), email.slice(at + 1)];
	return `mailto:${encodeURIComponent(local)}@${encodeURIComponent(domain)}`;
}

export function callTo(phone: string): string {
	return `tel:${phone.replace(/[^+\d]/g, "")}`;
}
