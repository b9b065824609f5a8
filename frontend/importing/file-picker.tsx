import { FileSpreadsheet } from "lucide";
import { useRef } from "preact/hooks";
import { t } from "../core/i18n";
import { Button } from "../ui/button";
import { Empty } from "../ui/empty";
import { SAMPLE } from "./import-data";

interface Props {
	/** The names of a place, from the top down. */
	example: string[];
	onChoose: (file: File) => void;
}

export function FilePicker({ example, onChoose }: Props) {
	const input = useRef<HTMLInputElement>(null);
	return (
		<>
			<Empty
				icon={FileSpreadsheet}
				title={t("tree.import_from")}
				detail={t("tree.import_lead")}
				action={
					<Button kind="primary" onClick={() => input.current?.click()}>
						{t("tree.file")}
					</Button>
				}
			/>
			<input
				ref={input}
				class="visually-hidden"
				type="file"
				accept=".csv,.tsv,.txt,text/csv"
				aria-label={t("tree.file")}
				tabIndex={-1}
				onChange={(event) => {
					const file = event.currentTarget.files?.[0];
					if (file) onChoose(file);
				}}
			/>
			<section class="panel">
				<h2>{t("tree.columns")}</h2>
				<ul class="import-columns">
					{example.length > 0 && (
						<li>{t("tree.columns_place", { example: example.join(" > ") })}</li>
					)}
					<li>{t("tree.columns_kind")}</li>
					<li>{t("tree.columns_person")}</li>
				</ul>
				<a class="button button-plain" href={SAMPLE} download="muster.csv">
					{t("tree.sample")}
				</a>
			</section>
		</>
	);
}
