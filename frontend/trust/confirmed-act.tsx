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
	detail?: string;
	icon: IconNode;
	run: () => Promise<unknown>;
	done: () => void;
}

/** An act on a person, done only after it was confirmed by name. */
export function ConfirmedAct({ name, label, detail, icon, run, done }: Props) {
	const [isAsking, setAsking] = useState(false);
	const { isBusy, error, submit } = useSubmit(async () => {
		await run();
		setAsking(false);
		done();
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
		<fieldset class="trust-confirm" aria-label={label}>
			<p>
				<strong>{label}</strong>
			</p>
			<p>{t("trust.really", { name })}</p>
			{detail && <p class="meta">{detail}</p>}
			<FailureLine>{error}</FailureLine>
			<div class="cluster">
				<Button kind="danger" isBusy={isBusy} onClick={submit}>
					{t("trust.yes", { name })}
				</Button>
				<Button onClick={() => setAsking(false)}>{t("core.cancel")}</Button>
			</div>
		</fieldset>
	);
}
