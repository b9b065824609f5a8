import {
	Archive,
	FolderInput,
	type IconNode,
	Plus,
	SlidersHorizontal,
} from "lucide";
import { t } from "../core/i18n";
import { Menu } from "../ui/menu";
import { arrange } from "./arrange-sheet";
import { type Act, type Arrangeable, actsOn } from "./places";

const ICONS: Record<Act, IconNode> = {
	open: Plus,
	change: SlidersHorizontal,
	move: FolderInput,
	archive: Archive,
};

interface Props {
	place: Arrangeable;
	isSkipped?: boolean;
}

/** What one may do with a place itself; nothing to see for who arranges nothing there. */
export function PlaceMenu({ place, isSkipped }: Props) {
	return (
		<Menu
			isSkipped={isSkipped}
			label={t("tree.arrange", { name: place.name })}
			items={actsOn(place).map((act) => ({
				label: t(`tree.act_${act}`),
				icon: ICONS[act],
				isDanger: act === "archive",
				run: () => arrange(act, place),
			}))}
		/>
	);
}
