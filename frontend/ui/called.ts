import { NOBODY } from "../core/erased";
import { t } from "../core/i18n";

/** How somebody is called on a screen, in its language: who is erased has no name. */
export function called(name: string): string {
	return name === NOBODY ? t("core.former") : name;
}
