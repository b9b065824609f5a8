import type { IconNode } from "lucide";
import { useState } from "preact/hooks";
import { t } from "../core/i18n";
import { Button } from "../ui/button";
import { FailureLine } from "../ui/failure-line";
import { useSubmit } from "../ui/use-submit";

interface Props {
	/** The person it is done to: said again before it is done. */
	name: string;
	label: string;
	/** On the button that does it: the act, and to whom. */
	yes: string;
	detail?: string;
	icon: IconNode;
	/** Takes nothing from the person: asked without a warning. */
	givesBack?: boolean;
	run: () => Promise<unknown>;
	/** Busy until it is through: what is shown then is what is so. */
	done: () => unknown;
}

/** An act on a person, done only after it was confirmed by name. */
export function ConfirmedAct(props: Props) {
	const { name, label, yes, detail, icon, givesBack, run, done } = props;
	const [isAsking, setAsking] = useState(false);
	const { isBusy, error, submit } = useSubmit(async () => {
		await run();
		await done();
		setAsking(false);
	});
	if (!isAsking)
		return (
			<div class="trust-act">
				<Button icon={icon} isWide onClick={() => setAsking(true)}>
					{label}
				</Button>
				{detail && <p class="meta">{detail}</p>}
			</div>
		);
	return (
		<fieldset
			class={givesBack ? "trust-confirm" : "trust-confirm trust-confirm-hard"}
			aria-label={label}
		>
			<p>
				<strong>{label}</strong>
			</p>
			<p>{t(givesBack ? "trust.really_back" : "trust.really", { name })}</p>
			{detail && <p class="meta">{detail}</p>}
			<FailureLine>{error}</FailureLine>
			<div class="cluster">
				<Button
					kind={givesBack ? "primary" : "danger"}
					isBusy={isBusy}
					onClick={submit}
				>
					{yes}
				</Button>
				<Button onClick={() => setAsking(false)}>{t("core.cancel")}</Button>
			</div>
		</fieldset>
	);
}
