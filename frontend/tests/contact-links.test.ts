import { expect, test } from "vitest";
import { callTo, mailTo } from "../people/contact-links";

test("an address opens a mail to it", () => {
	expect(mailTo("ann@example.org")).toBe("mailto:ann@example.org");
});

test("an address brings no subject and no second receiver", () => {
	expect(mailTo("a?subject=x&cc=b,c@example.org")).toBe(
		"mailto:a%3Fsubject%3Dx%26cc%3Db%2Cc@example.org",
	);
});

test("a number is dialled without what separates its figures", () => {
	expect(callTo("+1 (330) 555-0100")).toBe("tel:+13305550100");
});
