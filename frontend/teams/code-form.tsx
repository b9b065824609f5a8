import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../core/i18n";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import { useSubmit } from "../ui/use-submit";
import { confirmCode } from "./accounts";
import { latinDigits } from "./digits";
import { FactorForm } from "./factor-form";
import type { FactorType } from "./second-factor";

interface Props {
	email: string;
	onBack: () => void;
	onDone: () => void;
}

/** The six digits from the mail, and the second factor of who has one. */
export function CodeForm({ email, onBack, onDone }: Props) {
	const [code, setCode] = useState("");
	const control = useRef<HTMLInputElement>(null);
	useEffect(() => control.current?.focus(), []);
	const [factors, setFactors] = useState<FactorType[] | null>(null);
	const { isBusy, error, submit } = useSubmit(async () => {
		const asked = await confirmCode(latinDigits(code));
		if (asked) setFactors(asked);
		else onDone();
	});
	if (factors)
		return <FactorForm way="authenticate" types={factors} onDone={onDone} />;
	return (
		<form class="form" onSubmit={submit}>
			<p>{t("teams.code_sent", { email })}</p>
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
			<Button kind="quiet" onClick={onBack}>
				{t("teams.other_address")}
			</Button>
		</form>
	);
}
