import { Download } from "lucide";
import { useState } from "preact/hooks";
import { api } from "../core/api";
import { client } from "../core/client";
import { t } from "../core/i18n";
import { boot } from "../core/session";
import { mayAnywhere } from "../teams/powers";
import { proven } from "../teams/proof-sheet";
import { sentenceFor } from "../ui/failure";
import { Icon } from "../ui/icon";
import { saveFile } from "../ui/save-file";
import { Screen } from "../ui/screen";
import { Shut } from "../ui/shut";
import { toast } from "../ui/toast";
import { TypedName } from "./typed-name";

/** The owner ends the campaign: first everything out, then all of it destroyed. */
export default function CloseOutView() {
	const [left, setLeft] = useState<string[] | null>(null);
	if (left) return <Destroyed left={left} />;
	if (!mayAnywhere("close_out"))
		return (
			<Screen title={t("people.close_out")} back="/people">
				<Shut detail={t("people.close_out_shut")} />
			</Screen>
		);
	return (
		<Screen title={t("people.close_out")} back="/people">
			<div class="rows">
				<button type="button" class="row" onClick={() => void exportAll()}>
					<span class="row-start">
						<Icon of={Download} />
					</span>
					<span class="row-body">
						<span class="row-title">{t("people.export_first")}</span>
						<span class="row-detail">{t("people.export_detail")}</span>
					</span>
				</button>
			</div>
			<section class="panel">
				<TypedName
					detail={t("people.close_out_detail")}
					name={boot.value?.campaign?.name ?? ""}
					act={t("people.destroy")}
					run={async (name) => {
						// Before the server shuts it out, which would lead away from this page.
						await client.leave();
						const answer = await proven(() =>
							api.post<{ not_reached: string[] }>(
								"/api/v1/campaign/close-out",
								{ name },
							),
						);
						setLeft(answer.not_reached);
					}}
				/>
			</section>
		</Screen>
	);
}

async function exportAll(): Promise<void> {
	try {
		const content = await proven(() => api.file("/api/v1/campaign/export"));
		saveFile(content, "campaign.zip");
	} catch (error) {
		toast(sentenceFor(error), { kind: "urgent" });
	}
}

function Destroyed({ left }: { left: string[] }) {
	return (
		<Screen title={t("people.destroyed")}>
			<section class="stack">
				<h2 class="section-title">{t("people.not_reached")}</h2>
				<ul>
					{left.map((one) => (
						<li key={one}>{one}</li>
					))}
				</ul>
			</section>
		</Screen>
	);
}
