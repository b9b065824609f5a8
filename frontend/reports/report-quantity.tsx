import { formatNumber, t } from "../core/i18n";
import { Chip } from "../ui/chip";
import { Stepper } from "../ui/stepper";
import { nounFor } from "./kinds";
import { type Draft, QUANTITY_MAX } from "./sheet-state";

const STEPS = [5, 10];

interface PartProps {
	draft: Draft;
	change: (part: Partial<Draft>) => void;
}

export function Quantity({
	draft,
	change,
	onEnter,
}: PartProps & { onEnter: () => void }) {
	const quantity = draft.quantity ?? 0;
	return (
		<div class="report-quantity">
			<Stepper
				label={t("reports.how_many", { what: nounFor(draft.kind, 5) })}
				value={draft.quantity}
				max={QUANTITY_MAX}
				onChange={(next) => change({ quantity: next })}
				onEnter={onEnter}
			/>
			<div class="cluster report-steps">
				{STEPS.map((step) => (
					<Chip
						key={step}
						label={t("reports.add", { count: step })}
						onClick={() =>
							change({ quantity: Math.min(QUANTITY_MAX, quantity + step) })
						}
					>
						+{formatNumber(step)}
					</Chip>
				))}
				<Chip
					isSelected={draft.quantity === 0}
					onClick={() => change({ quantity: 0 })}
				>
					{t(
						draft.daysAgo === 0
							? "reports.nothing"
							: "reports.nothing_that_day",
						{ count: 0 },
					)}
				</Chip>
			</div>
		</div>
	);
}
