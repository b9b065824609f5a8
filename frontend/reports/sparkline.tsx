import "../styles/sparkline.css";

const WIDTH = 132;
const HEIGHT = 24;
const STROKE = 2;

interface Props {
	/** From the first hour to now; drawn from 0. */
	totals: number[];
	/** The even pace to the goal at the same moments. */
	pace: number[];
}

/** How a day grew. Only for the eye: the figures stand beside it and in the table. */
export function Sparkline({ totals, pace }: Props) {
	const top = Math.max(1, ...totals, ...pace);
	return (
		<svg
			class="sparkline"
			viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
			preserveAspectRatio="none"
			aria-hidden="true"
		>
			{pace.length > 1 && (
				<polyline class="sparkline-pace" points={points(pace, top)} />
			)}
			<polyline class="sparkline-done" points={points(totals, top)} />
		</svg>
	);
}

export function points(values: number[], top: number): string {
	const step = WIDTH / Math.max(1, values.length - 1);
	const tall = HEIGHT - STROKE;
	return values
		.map((value, index) => {
			const y = HEIGHT - STROKE / 2 - (value / top) * tall;
			return `${round(index * step)},${round(y)}`;
		})
		.join(" ");
}

function round(value: number): number {
	return Math.round(value * 10) / 10;
}
