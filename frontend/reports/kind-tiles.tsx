import { t } from "../core/i18n";
import { Icon } from "../ui/icon";
import { iconOf } from "./icons";
import { type Kind, kinds } from "./kinds";

const LONG_NAME = 11;

interface Props {
	/** The order in which the sheet opened: tiles stay where the thumb found them. */
	order: string[];
	current: string;
	onSelect: (kind: string) => void;
}

export function KindTiles({ order, current, onSelect }: Props) {
	return (
		<fieldset class="report-kinds">
			<legend class="visually-hidden">{t("reports.what_done")}</legend>
			{inOrder(order).map((kind) => (
				<label key={kind.id} class={classesOf(kind, kind.id === current)}>
					<input
						type="radio"
						name="report-kind"
						class="visually-hidden"
						checked={kind.id === current}
						autofocus={kind.id === current}
						onChange={() => onSelect(kind.id)}
					/>
					<Icon of={iconOf(kind.id)} size={24} />
					<span>{kind.name}</span>
				</label>
			))}
		</fieldset>
	);
}

function classesOf(kind: Kind, isChosen: boolean): string {
	const classes = ["report-kind"];
	if (isChosen) classes.push("is-chosen");
	if (kind.name.length > LONG_NAME) classes.push("has-long-name");
	return classes.join(" ");
}

function inOrder(order: string[]): Kind[] {
	const place = (kind: Kind) => {
		const at = order.indexOf(kind.id);
		return at < 0 ? order.length : at;
	};
	return [...kinds()].sort((one, two) => place(one) - place(two));
}
