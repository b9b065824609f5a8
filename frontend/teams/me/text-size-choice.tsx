import { t } from "../../core/i18n";
import { setTextSize, textSize } from "../../ui/preferences";
import { ChipChoice } from "../chip-choice";

export function TextSizeChoice() {
	return (
		<ChipChoice
			label={t("teams.text_size")}
			value={textSize.value}
			options={(["normal", "large", "larger"] as const).map((value) => ({
				value,
				label: t(`teams.text_${value}`),
			}))}
			onChange={setTextSize}
		/>
	);
}
