import { Download, Trash2 } from "lucide";
import { useState } from "preact/hooks";
import { api } from "../core/api";
import { client } from "../core/client";
import { t } from "../core/i18n";
import { markDeleted } from "../core/kept-entry";
import { RequestError } from "../core/protocol";
import { nameThatWaits, ownName } from "../teams/held-name";
import { turnDocument } from "../ui/back";
import { Icon } from "../ui/icon";
import { ListRow } from "../ui/list-row";
import { Sheet } from "../ui/sheet";
import { TypedName } from "./typed-name";

/** In Me: all that is kept of oneself, and the way to have it deleted. */
export function OwnData({ email }: { email: string }) {
	const [isErasing, setErasing] = useState(false);
	const user = client.store.user.value;
	if (!user) return null;
	return (
		<section class="stack">
			<h2 class="section-title">{t("people.own_data")}</h2>
			<div class="rows">
				<a class="row" href="/api/v1/me/data" download="my-data.json">
					<span class="row-start">
						<Icon of={Download} />
					</span>
					<span class="row-body">
						<span class="row-title">{t("people.download")}</span>
						<span class="row-detail">{t("people.download_detail")}</span>
					</span>
				</a>
				<ListRow
					start={<Icon of={Trash2} />}
					title={t("people.erase")}
					onClick={() => setErasing(true)}
				/>
			</div>
			<Sheet
				isOpen={isErasing}
				onClose={() => setErasing(false)}
				title={t("people.erase")}
			>
				<TypedName
					detail={t("people.erase_detail")}
					name={ownName() || email}
					others={[user.name, nameThatWaits(), email]}
					act={t("people.erase_now")}
					run={async (name) => {
						await erase(name);
						await client.leave();
						turnDocument("/signin", true);
					}}
				/>
			</Sheet>
		</section>
	);
}

async function erase(name: string): Promise<void> {
	markDeleted(true);
	try {
		await api.post("/api/v1/me/erase", { name });
	} catch (failure) {
		// Anything else may be an answer that came too late for this page.
		if (failure instanceof RequestError) markDeleted(false);
		throw failure;
	}
}
