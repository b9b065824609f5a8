import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../core/i18n";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import { useSubmit } from "../ui/use-submit";
import { confirmCode } from "./accounts";
import { latinDigits } from "./digits";

interface Props {
	email: string;
	onBack: () => void;
	onDone: () => void;
}

/** The six digits from the mail. */
export function CodeForm({ email, onBack, onDone }: Props) {
	const [code, setCode] = useState("");
	const control = useRef<HTMLInputElement>(null);
	useEffect(() => control.current?.focus(), []);
	const { isBusy, error, submit } = useSubmit(async () => {
		await confirmCode(latinDigits(code));
		onDone();
	});
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
