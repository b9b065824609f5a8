import { DoorOpen } from "lucide";
import { t } from "../core/i18n";
import { Icon } from "../ui/icon";
import { atTheDoor } from "./asked-words";

interface Props {
	isOn: boolean;
	onChange: (isOn: boolean) => void;
}

export function DoorSwitch({ isOn, onChange }: Props) {
	return (
		<label class="ask-door switch">
			<span class="urgent">
				<Icon of={DoorOpen} size={24} />
			</span>
			<span class="switch-text">
				<span class="ask-door-title">{atTheDoor()}</span>
				<span class="meta">{t("desk.at_the_door_detail")}</span>
			</span>
			<input
				type="checkbox"
				role="switch"
				checked={isOn}
				aria-checked={isOn}
				onChange={(event) => onChange(event.currentTarget.checked)}
			/>
		</label>
	);
}
