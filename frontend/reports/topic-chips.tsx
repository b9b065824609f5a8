import { useState } from "preact/hooks";
import { t } from "../core/i18n";
import { Chip } from "../ui/chip";
import { topics } from "./kinds";

const SHOWN_FIRST = 2;

interface Props {
	chosen: string[];
	onChange: (topics: string[]) => void;
}

/** What people talked about: a few, the rest behind '+ topic'. */
export function TopicChips({ chosen, onChange }: Props) {
	const [isOpen, setOpen] = useState(false);
	const all = topics();
	const shown = isOpen ? all : all.slice(0, SHOWN_FIRST);
	const toggle = (id: string) =>
		onChange(
			chosen.includes(id)
				? chosen.filter((one) => one !== id)
				: [...chosen, id],
		);
	if (all.length === 0) return null;
	return (
		<fieldset class="report-topics">
			<legend class="visually-hidden">{t("reports.topics")}</legend>
			{shown.map((topic) => (
				<Chip
					key={topic.id}
					isSelected={chosen.includes(topic.id)}
					onClick={() => toggle(topic.id)}
				>
					{topic.name}
				</Chip>
			))}
			{!isOpen && all.length > SHOWN_FIRST && (
				<Chip onClick={() => setOpen(true)}>{t("reports.add_topic")}</Chip>
			)}
		</fieldset>
	);
}
