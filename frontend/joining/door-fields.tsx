import { t } from "../core/i18n";
import { ChipChoice } from "../teams/chip-choice";
import { TextField } from "../ui/field";
import { CAPACITY_AT_MOST, capacityIn, isFull, MODES, type Mode } from "./door";

interface Props {
	mode: Mode;
	onMode: (mode: Mode) => void;
	room: string;
	onRoom: (room: string) => void;
	/** How many are in it already. */
	taken?: number;
	error?: string | null;
}

/** How people come in, and for how many there is room. */
export function DoorFields(props: Props) {
	const { mode, onMode, room, onRoom, taken = 0, error } = props;
	const capacity = capacityIn(room);
	const isNone = capacity === undefined;
	const range = { min: 1, max: CAPACITY_AT_MOST };
	return (
		<>
			<ChipChoice
				label={t("joining.door")}
				value={mode}
				options={MODES.map((value) => ({
					value,
					label: t(`joining.door_${value}`),
				}))}
				onChange={onMode}
			/>
			<p class="meta">{t(`joining.door_${mode}_detail`)}</p>
			<TextField
				label={t("joining.capacity")}
				hint={
					isFull(capacity, taken)
						? t("joining.capacity_full", { count: taken })
						: t("joining.capacity_hint")
				}
				value={room}
				onInput={onRoom}
				inputMode="numeric"
				error={isNone ? t("core.whole_number", range) : error}
			/>
		</>
	);
}
