import { KeyRound } from "lucide";
import { useState } from "preact/hooks";
import { t } from "../core/i18n";
import { Button } from "../ui/button";
import { FailureLine } from "../ui/failure-line";
import { TextField } from "../ui/field";
import { useSubmit } from "../ui/use-submit";
import { latinDigits } from "./digits";
import { canUsePasskeys, usePasskey } from "./passkeys";
import { type FactorType, proveByCode } from "./second-factor";

interface Props {
	/** After the mailed code, or to prove it anew. */
	way: "authenticate" | "reauthenticate";
	types: FactorType[];
	onDone: () => void;
}

/** A passkey or a code of the app: whichever the person has. */
export function FactorForm({ way, types, onDone }: Props) {
	const hasKey = types.includes("webauthn") && canUsePasskeys();
	return (
		<div class="form">
			{hasKey && <PasskeyForm way={way} onDone={onDone} />}
			{types.includes("totp") || types.includes("recovery_codes") ? (
				<AppForm way={way} types={types} isSecond={hasKey} onDone={onDone} />
			) : (
				!hasKey && <FailureLine>{t("accounts.passkey_elsewhere")}</FailureLine>
			)}
		</div>
	);
}

function PasskeyForm({ way, onDone }: Omit<Props, "types">) {
	const { isBusy, error, submit } = useSubmit(async () => {
		await usePasskey(way);
		onDone();
	});
	return (
		<form class="form" onSubmit={submit}>
			<Button
				kind="primary"
				type="submit"
				icon={KeyRound}
				isWide
				isBusy={isBusy}
			>
				{t("accounts.use_passkey")}
			</Button>
			<FailureLine>{error && t("accounts.passkey_failed")}</FailureLine>
		</form>
	);
}

interface AppProps extends Props {
	isSecond: boolean;
}

function AppForm({ way, types, isSecond, onDone }: AppProps) {
	const [code, setCode] = useState("");
	const { isBusy, error, submit } = useSubmit(async () => {
		await proveByCode(way, latinDigits(code));
		onDone();
	});
	const isOnlyRecovery = !types.includes("totp");
	const takesEither = !isOnlyRecovery && types.includes("recovery_codes");
	return (
		<form class="form" onSubmit={submit}>
			<TextField
				label={
					isOnlyRecovery ? t("accounts.recovery_code") : t("accounts.app_code")
				}
				hint={takesEither ? t("accounts.app_code_hint") : undefined}
				value={code}
				onInput={setCode}
				inputMode="numeric"
				autoComplete="one-time-code"
				maxLength={20}
				error={error}
				isRequired
			/>
			<Button
				kind={isSecond ? "plain" : "primary"}
				type="submit"
				isWide
				isBusy={isBusy}
			>
				{t("accounts.go_on")}
			</Button>
		</form>
	);
}
