import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../core/i18n";
import { Button } from "../ui/button";
import { FailureLine } from "../ui/failure-line";
import { TextField } from "../ui/field";
import { useSubmit } from "../ui/use-submit";
import { confirmCode } from "./accounts";
import { latinDigits } from "./digits";
import type { FactorType } from "./second-factor";
import { SecondStep } from "./second-step";

interface Props {
	email: string;
	/** Has a new code sent. */
	onAgain: () => Promise<void>;
	onBack: () => void;
	onDone: () => void;
}

/** The six digits from the mail, and the second factor of who has one. */
export function CodeForm({ email, onAgain, onBack, onDone }: Props) {
	const [code, setCode] = useState("");
	const control = useRef<HTMLInputElement>(null);
	useEffect(() => control.current?.focus(), []);
	const [factors, setFactors] = useState<FactorType[] | null>(null);
	const { isBusy, error, submit } = useSubmit(async () => {
		const asked = await confirmCode(latinDigits(code));
		if (asked) setFactors(asked);
		else onDone();
	});
	const [isSentAgain, setSentAgain] = useState(false);
	const again = useSubmit(async () => {
		setSentAgain(false);
		await onAgain();
		setCode("");
		setSentAgain(true);
		control.current?.focus();
	});
	// Its code is used up: the first step begins with the address.
	if (factors)
		return <SecondStep types={factors} onBack={onBack} onDone={onDone} />;
	return (
		<form class="form" onSubmit={submit}>
			<p role="status">
				{t(isSentAgain ? "teams.code_sent_again" : "teams.code_sent", {
					email,
				})}
			</p>
			<TextField
				label={t("teams.code")}
				value={code}
				onInput={setCode}
				inputMode="numeric"
				autoComplete="one-time-code"
				maxLength={12}
				error={error}
				controlRef={control}
				isRequired
			/>
			<Button kind="primary" type="submit" isWide isBusy={isBusy}>
				{t("teams.sign_in")}
			</Button>
			<FailureLine>{again.error}</FailureLine>
			<Button kind="quiet" isBusy={again.isBusy} onClick={again.submit}>
				{t("teams.code_again")}
			</Button>
			<Button kind="quiet" onClick={onBack}>
				{t("teams.other_address")}
			</Button>
		</form>
	);
}
