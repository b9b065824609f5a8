import { useEffect, useRef } from "preact/hooks";
import { t } from "../core/i18n";
import { Button } from "../ui/button";
import { announce } from "../ui/live-region";
import { FactorForm } from "./factor-form";
import type { FactorType } from "./second-factor";

interface Props {
	types: FactorType[];
	onBack: () => void;
	onDone: () => void;
}

/** After the mailed code or the campaign's own provider: said, and ready to be typed in. */
export function SecondStep({ types, onBack, onDone }: Props) {
	const step = useRef<HTMLDivElement>(null);
	useEffect(() => {
		announce(t("accounts.second_step"));
		step.current?.querySelector<HTMLElement>("input, button")?.focus();
	}, []);
	return (
		<div class="form" ref={step}>
			<p>{t("accounts.second_step")}</p>
			<FactorForm way="authenticate" types={types} onDone={onDone} />
			<Button kind="quiet" onClick={onBack}>
				{t("accounts.start_again")}
			</Button>
		</div>
	);
}
