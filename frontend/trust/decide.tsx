import { ArrowUp, Check } from "lucide";
import { useState } from "preact/hooks";
import { api } from "../core/api";
import { type Key, t } from "../core/i18n";
import { Button } from "../ui/button";
import { FailureLine } from "../ui/failure-line";
import { navigate } from "../ui/router";
import { Switch } from "../ui/switch";
import { toast } from "../ui/toast";
import { useSubmit } from "../ui/use-submit";
import type { CaseDetail } from "./cases";
import { HowLong, type Minutes, MUTE_MINUTES } from "./how-long";
import { queueChanges } from "./inbox";

const ACTS = ["remove", "mute", "suspend"] as const;
const LABELS: Record<(typeof ACTS)[number], Key> = {
	remove: "trust.remove_message",
	mute: "trust.mute_them",
	suspend: "trust.suspend_them",
};

/** What shall be done: several things at once, nothing, or leave it to those above. */
export function Decide({ of }: { of: CaseDetail }) {
	const [acts, setActs] = useState<string[]>([]);
	const [minutes, setMinutes] = useState<Minutes>(MUTE_MINUTES[1]);
	const deciding = useSubmit(async () => {
		const isMute = acts.includes("mute");
		await api.post(`/api/v1/flags/${of.id}/decide`, {
			acts,
			minutes: isMute ? minutes : null,
		});
		leave("trust.decided");
	});
	const handing = useSubmit(async () => {
		await api.post(`/api/v1/flags/${of.id}/hand-up`);
		leave("trust.handed_up");
	});
	return (
		<form class="panel form" onSubmit={deciding.submit}>
			<h2 class="section-title">{t("trust.decide")}</h2>
			{ACTS.filter((act) => of.may.includes(act)).map((act) => (
				<Switch
					key={act}
					label={t(LABELS[act])}
					isOn={acts.includes(act)}
					onChange={(isOn) =>
						setActs(isOn ? [...acts, act] : acts.filter((one) => one !== act))
					}
				/>
			))}
			{acts.includes("mute") && (
				<HowLong minutes={minutes} onChange={setMinutes} />
			)}
			<FailureLine>{deciding.error ?? handing.error}</FailureLine>
			<Button
				type="submit"
				kind={acts.length > 0 ? "danger" : "primary"}
				icon={acts.length > 0 ? undefined : Check}
				isBusy={deciding.isBusy}
				isWide
			>
				{t(acts.length > 0 ? "trust.do_it" : "trust.dismiss")}
			</Button>
			{of.may.includes("hand_up") && (
				<>
					<Button
						icon={ArrowUp}
						isBusy={handing.isBusy}
						isWide
						onClick={handing.submit}
					>
						{t("trust.hand_up")}
					</Button>
					<p class="meta">{t("trust.hand_up_detail")}</p>
				</>
			)}
		</form>
	);
}

function leave(sentence: Key): void {
	// Only the nearest are told by the server, and others may decide as well.
	queueChanges.value += 1;
	toast(t(sentence), { kind: "good" });
	navigate("/people/flags", { replace: true });
}
