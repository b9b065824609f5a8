import { t } from "../../core/i18n";
import { setTheme, theme } from "../../ui/preferences";
import { ChipChoice } from "../chip-choice";

export function ThemeChoice() {
	return (
		<ChipChoice
			label={t("teams.theme")}
			value={theme.value}
			options={(["system", "light", "dark"] as const).map((value) => ({
				value,
				label: t(`teams.theme_${value}`),
			}))}
			onChange={setTheme}
		/>
	);
}
