import { useRef } from "preact/hooks";
import { useCutEdges } from "./cut-edges";

interface Option {
	id: string;
	label: string;
}

interface Props {
	label: string;
	options: Option[];
	current: string;
	onSelect: (id: string) => void;
}

/** A row of views of the same thing, one of them shown. */
export function Tabs({ label, options, current, onSelect }: Props) {
	const row = useRef<HTMLElement>(null);
	useCutEdges(row);
	return (
		<nav class="tabs" ref={row} aria-label={label}>
			{options.map((option) => (
				<button
					key={option.id}
					type="button"
					class="chip"
					aria-current={option.id === current ? "true" : undefined}
					onClick={() => onSelect(option.id)}
				>
					<bdi>{option.label}</bdi>
				</button>
			))}
		</nav>
	);
}
