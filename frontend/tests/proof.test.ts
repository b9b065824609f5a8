import { expect, test } from "vitest";
import { ownFactors, type SignInMethods } from "../teams/second-factor";

const methods: SignInMethods = {
	must_prove: true,
	is_fresh: false,
	passkeys: [],
	totp: true,
	recovery_codes_left: 3,
	email: "diana@example.org",
	openid: null,
};

test("power over others is proven by passkey or app alone", () => {
	expect(ownFactors(methods, false)).toEqual(["totp"]);
});

test("how one signs in may be changed with a recovery code too", () => {
	expect(ownFactors(methods, true)).toEqual(["totp", "recovery_codes"]);
});

test("used-up recovery codes are not offered", () => {
	const used = { ...methods, recovery_codes_left: 0 };

	expect(ownFactors(used, true)).toEqual(["totp"]);
});
