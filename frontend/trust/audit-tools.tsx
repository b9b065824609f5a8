import { Download, ShieldCheck } from "lucide";
import { useState } from "preact/hooks";
import { api } from "../core/api";
import { t } from "../core/i18n";
import { proven } from "../teams/proof-sheet";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { sentenceFor } from "../ui/failure";
import { saveFile } from "../ui/save-file";
import { Switch } from "../ui/switch";
import { toast } from "../ui/toast";
import {
	type Act,
	type Filters,
	fieldsOf,
	isFiltered,
	toldFilters,
} from "./audit-filters";

interface Checked {
	broken_at: number | null;
	entries: number;
}

interface Props {
	filters: Filters;
	/** How many entries the filters find; null while nobody knows. */
	count: number | null;
	acts: Act[];
	mayCheck: boolean;
	onExported: () => void;
}

/** More are too many for one file, and are not counted. */
const COUNTED_AT_MOST = 100_000;

/** Is the log whole? And the same entries as a file. */
export function AuditTools(props: Props) {
	const [isBusy, setBusy] = useState(false);
	const [withMark, setWithMark] = useState(false);
	const [checked, setChecked] = useState<Checked | null>(null);
	const filtered = isFiltered(props.filters);
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
			saveFile(made, made.name || `audit.${format}`);
			props.onExported();
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
			{props.count ? (
				<details class="panel trust-filters">
					<summary>{exportOf(props.count, filtered)}</summary>
					<div class="stack">
						{filtered && (
							<div>
								<p>{t("trust.export_only")}</p>
								<ul class="trust-only">
									{toldFilters(props.filters, props.acts).map((one) => (
										<li key={one}>{one}</li>
									))}
								</ul>
							</div>
						)}
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
			) : null}
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

/** 'Export all 40 entries', or those that were found. */
function exportOf(count: number, isOfFilter: boolean): string {
	if (count > COUNTED_AT_MOST) return t("trust.export");
	return t(isOfFilter ? "trust.export_found" : "trust.export_all", { count });
}
