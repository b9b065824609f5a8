import { type Key, t } from "../core/i18n";

const FACES = ["😞", "😕", "😐", "🙂", "😀"];

interface Props {
	mood: number | null;
	onChange: (mood: number | null) => void;
}

/** How it went, if one likes to say it; a second tap takes it back. */
export function MoodFaces({ mood, onChange }: Props) {
	return (
		<fieldset class="report-mood">
			<legend class="muted">{t("reports.how_did_it_go")}</legend>
			<div class="report-faces">
				{FACES.map((face, index) => {
					const value = index + 1;
					return (
						<button
							key={face}
							type="button"
							class="report-face"
							aria-pressed={mood === value}
							aria-label={t(`reports.mood_${value}` as Key)}
							onClick={() => onChange(mood === value ? null : value)}
						>
							<span aria-hidden="true">{face}</span>
						</button>
					);
				})}
			</div>
		</fieldset>
	);
}
