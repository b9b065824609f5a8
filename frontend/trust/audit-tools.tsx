import { Download, ShieldCheck } from "lucide";
import { useState } from "preact/hooks";
import { api } from "../core/api";
import { t } from "../core/i18n";
import { proven } from "../teams/proof-sheet";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { sentenceFor } from "../ui/failure";
import { Switch } from "../ui/switch";
import { toast } from "../ui/toast";
import { type Filters, fieldsOf } from "./audit-filters";

interface Checked {
	broken_at: number | null;
	entries: number;
}

/** Is the log whole? And the same entries as a file. */
export function AuditTools(props: { filters: Filters; mayCheck: boolean }) {
	const [isBusy, setBusy] = useState(false);
	const [withMark, setWithMark] = useState(false);
	const [checked, setChecked] = useState<Checked | null>(null);
	const once = (work: () => Promise<void>) => () => {
		setBusy(true);
		work()
			.catch((error) => toast(sentenceFor(error), { kind: "urgent" }))
			.finally(() => setBusy(false));
	};
	const save = (format: "csv" | "json") =>
		once(async () => {
			const asked = { ...fieldsOf(props.filters), format, bom: withMark };
			const made = await proven(() =>
				api.download("/api/v1/audit/export", asked),
			);
			give(made, format);
		});
	return (
		<div class="stack">
			{props.mayCheck && (
				<Button
					icon={ShieldCheck}
					isBusy={isBusy}
					onClick={once(async () =>
						setChecked(await api.post<Checked>("/api/v1/audit/check")),
					)}
				>
					{t("trust.check")}
				</Button>
			)}
			{checked && <Verdict of={checked} />}
			<details class="panel trust-filters">
				<summary>{t("trust.export")}</summary>
				<div class="stack">
					<Switch
						label={t("trust.bom")}
						detail={t("trust.bom_detail")}
						isOn={withMark}
						onChange={setWithMark}
					/>
					<div class="cluster">
						<Button icon={Download} isBusy={isBusy} onClick={save("csv")}>
							{t("trust.export_csv")}
						</Button>
						<Button icon={Download} isBusy={isBusy} onClick={save("json")}>
							{t("trust.export_json")}
						</Button>
					</div>
				</div>
			</details>
		</div>
	);
}

function Verdict({ of }: { of: Checked }) {
	if (of.broken_at !== null)
		return (
			<Banner kind="urgent">{t("trust.broken", { seq: of.broken_at })}</Banner>
		);
	return <Banner kind="good">{t("trust.whole", { count: of.entries })}</Banner>;
}

function give(file: Blob, format: string): void {
	const address = URL.createObjectURL(file);
	const link = document.createElement("a");
	link.href = address;
	link.download = `audit.${format}`;
	link.click();
	URL.revokeObjectURL(address);
}
