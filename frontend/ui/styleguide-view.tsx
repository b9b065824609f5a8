import { ClipboardPlus, Inbox, Pencil, Trash2, WifiOff } from "lucide";
import { useState } from "preact/hooks";
import { formatNumber } from "../core/i18n";
import "../styles/styleguide.css";
import { Banner } from "./banner";
import { Button } from "./button";
import { Chip } from "./chip";
import { Empty } from "./empty";
import { TextField } from "./field";
import { Menu } from "./menu";
import { Sheet } from "./sheet";
import { Skeleton } from "./skeleton";
import { Stepper } from "./stepper";
import { Cards, People } from "./styleguide-cards";
import { Group, LONG } from "./styleguide-group";
import { StyleguideMessages } from "./styleguide-messages";
import { Switch } from "./switch";
import { Tabs } from "./tabs";
import { TextArea } from "./text-area";
import { toast } from "./toast";

const SIDES = [
	{ theme: "light", dir: "ltr" },
	{ theme: "dark", dir: "ltr" },
	{ theme: "light", dir: "rtl" },
	{ theme: "dark", dir: "rtl" },
] as const;

/** Every component in every state, in both themes and both directions. For developers; English only. */
export default function StyleguideView() {
	return (
		<main class="styleguide" lang="en" dir="ltr">
			<h1>Components</h1>
			<div class="styleguide-sides">
				{SIDES.map((side) => (
					<section
						key={side.theme + side.dir}
						class="styleguide-side"
						data-theme={side.theme}
						dir={side.dir}
						aria-label={`${side.theme}, ${side.dir}`}
					>
						<Side name={`${side.theme}, ${side.dir}`} />
					</section>
				))}
			</div>
		</main>
	);
}

function Side({ name }: { name: string }) {
	return (
		<>
			<Buttons />
			<Fields />
			<Choices side={name} />
			<People />
			<Cards />
			<Group title="message">
				<StyleguideMessages />
			</Group>
			<Feedback />
		</>
	);
}

function Buttons() {
	return (
		<Group title="button: rest, icon, busy, disabled">
			{(["primary", "plain", "danger", "quiet"] as const).map((kind) => (
				<div class="cluster" key={kind}>
					<Button kind={kind}>Send</Button>
					<Button kind={kind} icon={Pencil}>
						Edit
					</Button>
					<Button kind={kind} isBusy>
						Busy
					</Button>
					<Button kind={kind} isDisabled>
						Disabled
					</Button>
					<Button kind={kind} icon={Trash2} label="Delete" />
				</div>
			))}
			<Button kind="primary" isWide shortcut="a">
				Report {formatNumber(9_999_999)} doors
			</Button>
		</Group>
	);
}

function Fields() {
	const [number, setNumber] = useState<number | null>(25);
	const [words, setWords] = useState("Can he vote if his licence expired?");
	const [isOn, setOn] = useState(true);
	return (
		<Group title="field, stepper, switch">
			<TextField
				label="Your name"
				value="Nour"
				onInput={() => {}}
				hint="As your team knows you"
			/>
			<TextField
				label="E-mail"
				type="email"
				value="nour@"
				onInput={() => {}}
				error="This is not an e-mail address yet."
			/>
			<TextField label="Disabled" value={LONG} onInput={() => {}} isDisabled />
			<TextArea label="What were you asked?" value={words} onInput={setWords} />
			<Stepper label="Doors" value={number} onChange={setNumber} />
			<Stepper label="Nothing" value={0} onChange={() => {}} />
			<Stepper label="Most" value={9_999_999} onChange={() => {}} />
			<Switch
				label="The voter is at the door"
				detail="Goes to the front, someone is rung"
				isOn={isOn}
				onChange={setOn}
			/>
			<Switch label="Off" isOn={false} onChange={() => {}} isDisabled />
		</Group>
	);
}

function Choices({ side }: { side: string }) {
	const [tab, setTab] = useState("office");
	return (
		<Group title="chip, tabs, menu">
			<div class="cluster">
				<Chip>+5</Chip>
				<Chip isSelected>health care</Chip>
				<Chip isSelected={false}>polling place</Chip>
				<Chip isDisabled>disabled</Chip>
			</div>
			<Tabs
				label={`Where, ${side}`}
				current={tab}
				onSelect={setTab}
				options={[
					{ id: "team", label: "Team" },
					{ id: "office", label: "North office" },
					{ id: "state", label: LONG },
				]}
			/>
			<Menu
				label="More"
				items={[
					{ label: "Edit", icon: Pencil, run: () => {} },
					{ label: "Delete", icon: Trash2, isDanger: true, run: () => {} },
				]}
			/>
		</Group>
	);
}

function Feedback() {
	const [isOpen, setOpen] = useState(false);
	return (
		<Group title="banner, toast, sheet, empty, skeleton">
			<Banner icon={WifiOff} kind="warn">
				Offline — you can go on; 3 will be sent
			</Banner>
			<Banner kind="good">Sent. 2 ahead of you, about 3 min.</Banner>
			<Banner kind="urgent">The server is not ready.</Banner>
			<div class="cluster">
				<Button
					onClick={() =>
						toast("Message deleted.", {
							action: { label: "Undo", run: () => {} },
						})
					}
				>
					Toast
				</Button>
				<Button onClick={() => setOpen(true)}>Sheet</Button>
			</div>
			<Sheet
				isOpen={isOpen}
				onClose={() => setOpen(false)}
				title="Report for Riverside"
				aside="today"
				actions={
					<Button kind="primary" isWide onClick={() => setOpen(false)}>
						Report 25 doors
					</Button>
				}
			>
				<Stepper label="Doors" value={25} onChange={() => {}} />
			</Sheet>
			<Empty
				icon={Inbox}
				title="No reports yet. Yours will be the first."
				action={
					<Button kind="primary" icon={ClipboardPlus}>
						Report
					</Button>
				}
			/>
			<Skeleton rows={2} />
			<Skeleton rows={1} kind="card" />
		</Group>
	);
}
